import { afterEach, describe, expect, it, vi } from 'vitest';
import { setKernels } from '../pixels/pixels';
import { kernelsFile } from '../pixels/testing';
import type { Plane } from '../pixels/types';
import { watchGreyFrames } from './greyFrames';

/** A video of 640 × 480, bright to the right, whose frames the test presents. */
function rig(format = 'I420') {
  const [width, height] = [640, 480];
  const calls: ((nowMs: number, times: object) => void)[] = [];
  const video = {
    videoWidth: width,
    videoHeight: height,
    requestVideoFrameCallback: (call: (typeof calls)[number]) => calls.push(call),
    cancelVideoFrameCallback: () => void calls.splice(0),
  };
  const open = new Set<object>();
  vi.stubGlobal(
    'VideoFrame',
    class {
      format = format;
      visibleRect = { width, height };
      constructor() {
        open.add(this);
      }
      allocationSize = () => width * height * 1.5;
      copyTo = async (bytes: Uint8Array) => {
        for (let at = 0; at < width * height; at += 1) bytes[at] = Math.floor((at % width) / 4);
        return [{ offset: 0, stride: width }];
      };
      close = () => void open.delete(this);
    },
  );
  const drawn = { count: 0 };
  const context = {
    drawImage: () => {
      drawn.count += 1;
    },
    getImageData: (_x: number, _y: number, w: number, h: number) => ({
      data: new Uint8ClampedArray(w * h * 4).fill(200),
    }),
  };
  vi.stubGlobal('document', { createElement: () => ({ width: 0, height: 0, getContext: () => context }) });
  const seen: { luma: number[]; width: number; height: number; capturedMs: number }[] = [];
  const wanted = { now: true };
  const stop = watchGreyFrames(
    video as unknown as HTMLVideoElement,
    () => wanted.now,
    ({ luma, width: w, height: h }: Plane, capturedMs) =>
      seen.push({ luma: [luma[0] ?? 0, luma[w - 1] ?? 0], width: w, height: h, capturedMs }),
  );
  const present = async (nowMs: number, times: object) => {
    for (const call of calls.splice(0)) call(nowMs, times);
    for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
  };
  return { present, seen, stop, wanted, open, drawn, calls };
}

afterEach(() => {
  vi.unstubAllGlobals();
  setKernels(null);
});

describe('the viewfinder’s frames in grey', () => {
  it('are small, upright, and known by when they were captured', async () => {
    const { present, seen, open } = rig();
    await present(1_020, { mediaTime: 5, captureTime: 1_003 });
    await present(1_050, { mediaTime: 5.033, captureTime: 1_036 });
    expect(seen).toEqual([
      { luma: [0, 159], width: 240, height: 180, capturedMs: 1_003 },
      { luma: [0, 159], width: 240, height: 180, capturedMs: 1_036 },
    ]);
    expect(open.size, 'frames left open').toBe(0);
  });

  it('are alike by WebAssembly, from the moment that it is there', async () => {
    const { present, seen } = rig();
    await present(1_020, { mediaTime: 5, captureTime: 1_003 });
    setKernels(kernelsFile());
    await present(1_050, { mediaTime: 5.033, captureTime: 1_036 });
    await present(1_080, { mediaTime: 5.066, captureTime: 1_069 });
    expect(seen.map(({ width, height }) => [width, height])).toEqual(Array(3).fill([240, 180]));
    for (const { luma } of seen) {
      expect(luma[0]).toBeLessThanOrEqual(1);
      expect(luma[1]).toBeGreaterThanOrEqual(158);
    }
  });

  it('have the media’s own distances where the browser tells no capture time', async () => {
    const { present, seen } = rig();
    for (const [nowMs, mediaTime] of [
      [1_020, 5],
      [1_049, 5.033],
      [1_099, 5.066],
      [1_119, 5.099],
    ] as const)
      await present(nowMs, { mediaTime });
    const times = seen.map(({ capturedMs }) => capturedMs);
    for (const [at, timeMs] of times.entries())
      if (at > 1) expect(timeMs - (times[at - 1] ?? 0)).toBeCloseTo(33, 0);
    expect(times.every((timeMs, at) => timeMs <= [1_020, 1_049, 1_099, 1_119][at]!)).toBe(true);
  });

  it('come by a canvas where a frame cannot be read, and not at all where nobody wants them', async () => {
    const { present, seen, drawn, wanted } = rig('RGBX');
    await present(1_020, { mediaTime: 5 });
    expect([seen[0]?.luma, drawn.count]).toEqual([[200, 200], 1]);
    wanted.now = false;
    await present(1_053, { mediaTime: 5.033 });
    expect([seen.length, drawn.count]).toEqual([1, 1]);
  });

  it('end when they are to', async () => {
    const { present, seen, stop, calls } = rig();
    stop();
    await present(1_020, { mediaTime: 5 });
    expect([seen.length, calls.length]).toEqual([0, 0]);
  });
});
