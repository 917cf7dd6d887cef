import { describe, expect, it } from 'vitest';
import { readResult } from './readResult';
import { Troubles } from './troubles';

const failing = (...errors: string[]) => readResult({ outputs: null, errors }).failures;
const FRAME_MS = 33;

/** Frames 33 ms apart, each failing or well as the pattern says. */
function play(troubles: Troubles, pattern: boolean[], times: number, fromMs = 0): number {
  let nowMs = fromMs;
  for (let frame = 0; frame < pattern.length * times; frame += 1) {
    troubles.frame(pattern[frame % pattern.length] ? failing(`frame ${frame} is dark`) : [], nowMs);
    nowMs += FRAME_MS;
  }
  return nowMs;
}

describe('what fails', () => {
  it('is told once with how often, though each frame words it with numbers of its own', () => {
    const troubles = new Troubles();
    const nowMs = play(troubles, [true, false, false], 20);
    expect(troubles.now(nowMs)).toMatchObject([{ reason: 'frame 0 is dark', failed: 10, of: 30 }]);
  });

  it('stays while frames alternate, and goes once results are well for 5 s', () => {
    const troubles = new Troubles();
    let nowMs = 0;
    for (let turn = 0; turn < 100; turn += 1) {
      nowMs = play(troubles, [true, false, false, false], 1, nowMs);
      expect(troubles.now(nowMs)).toHaveLength(1);
    }
    nowMs = play(troubles, [false], 120, nowMs);
    expect(troubles.now(nowMs)).toHaveLength(1);
    nowMs = play(troubles, [false], 40, nowMs);
    expect(troubles.now(nowMs)).toEqual([]);
  });

  it('is not forgotten between the frames of a slow worker', () => {
    const troubles = new Troubles();
    for (let nowMs = 0; nowMs < 60_000; nowMs += 6_000) {
      troubles.frame(nowMs % 12_000 === 0 ? failing('dark') : [], nowMs);
      expect(troubles.now(nowMs + 5_900)).toHaveLength(1);
    }
  });

  it('that was put away stays away until it was well again', () => {
    const troubles = new Troubles();
    let nowMs = play(troubles, [true], 3);
    const [shown] = troubles.now(nowMs);
    troubles.dismiss(shown?.key ?? '');
    nowMs = play(troubles, [true], 300, nowMs);
    expect(troubles.now(nowMs)).toEqual([]);
    nowMs = play(troubles, [false], 300, nowMs);
    expect(troubles.now(nowMs)).toEqual([]);
    nowMs = play(troubles, [true], 1, nowMs);
    expect(troubles.now(nowMs)).toHaveLength(1);
  });

  it('is bounded, whatever a worker finds to say', () => {
    const troubles = new Troubles();
    const letters = 'abcdefghijklmnopqrstuvwxyz';
    for (let frame = 0; frame < 500; frame += 1)
      troubles.frame(failing(letters[frame % 26]?.repeat(frame + 1) ?? ''), frame);
    expect(troubles.now(500).length).toBeLessThanOrEqual(16);
  });
});
