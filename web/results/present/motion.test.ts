import { describe, expect, it } from 'vitest';
import { Motion } from './motion';

const box = (x: number, y = 90) => ({ x, y, width: 40, height: 40 });

/** Sees a box each `everyMs`, at what `xAt` says of the time. */
function seen(xAt: (ms: number) => number, everyMs = 33, count = 14): { motion: Motion; lastMs: number } {
  const motion = new Motion();
  for (let at = 0; at < count; at += 1) motion.saw(box(xAt(at * everyMs)), at * everyMs);
  return { motion, lastMs: (count - 1) * everyMs };
}

describe('a thing that moves evenly', () => {
  it.each([33, 100, 200])('is known to, with a result each %i ms', (everyMs) => {
    const { motion, lastMs } = seen((ms) => 10 + 0.1 * ms, everyMs);
    expect(motion.steady(lastMs + 130)?.x).toBeCloseTo(0.1);
    expect(motion.steady(lastMs + 130)?.y).toBeCloseTo(0);
  });

  it('is known to though its boxes jitter', () => {
    const jitter = [0.4, -0.5, 0.1, -0.3, 0.5, -0.2, 0.3];
    const { motion, lastMs } = seen((ms) => 10 + 0.1 * ms + (jitter[(ms / 33) % 7] as number));
    expect(motion.steady(lastMs)?.x).toBeCloseTo(0.1, 2);
  });

  it('may have stopped half a second after the last result', () => {
    const { motion, lastMs } = seen((ms) => 10 + 0.1 * ms);
    expect(motion.steady(lastMs + 490)).not.toBeNull();
    expect(motion.steady(lastMs + 510)).toBeNull();
  });
});

describe('a thing that does not', () => {
  it('is not foretold: it has turned, or swings', () => {
    const turned = seen((ms) => 60 - 0.1 * Math.abs(ms - 300));
    expect(turned.motion.steady(turned.lastMs)).toBeNull();
    const swinging = seen((ms) => 100 + 60 * Math.sin(ms / 160));
    expect(swinging.motion.steady(swinging.lastMs)).toBeNull();
  });

  it('is not foretold by two results, nor by those of a moment', () => {
    const two = seen((ms) => 0.1 * ms, 200, 2);
    expect(two.motion.steady(two.lastMs)).toBeNull();
    const moment = seen((ms) => 0.1 * ms, 33, 4);
    expect(moment.motion.steady(moment.lastMs)).toBeNull();
  });

  it('is foretold anew once it goes on evenly again', () => {
    const { motion, lastMs } = seen((ms) => 60 - 0.1 * Math.abs(ms - 300), 33, 26);
    expect(motion.steady(lastMs)?.x).toBeCloseTo(-0.1);
  });
});
