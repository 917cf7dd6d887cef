import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { assign } from './assign';
import { ByteTrack } from './byte-track';

type Case = {
  name: string;
  fps: number;
  buffer: number;
  consecutive: number;
  threshold: number;
  frames: { boxes: [number, number, number, number, number][]; ids: (number | null)[] }[];
};
const cases = JSON.parse(readFileSync(new URL('./fixtures/tracks.json', import.meta.url), 'utf8')) as Case[];

const sighting = ([left, top, right, bottom, score]: Case['frames'][0]['boxes'][0], unit = 1) => ({
  left: left / unit,
  top: top / unit,
  right: right / unit,
  bottom: bottom / unit,
  score,
});

describe("ByteTrack gives the numbers that supervision's gives", () => {
  it.each(cases.map((each) => [each.name, each] as const))('%s', (_, { frames, ...options }) => {
    const { fps, buffer, consecutive, threshold } = options;
    const make = () => new ByteTrack({ activation: 0.25, buffer, matching: threshold, consecutive, fps });
    const [inPx, inHeights] = [make(), make()];
    const ids = frames.map(({ boxes }) => inPx.update(boxes.map((box) => sighting(box))));
    expect(ids).toEqual(frames.map((frame) => frame.ids));
    const again = frames.map(({ boxes }) => inHeights.update(boxes.map((box) => sighting(box, 480))));
    expect(again).toEqual(ids);
  });
});

describe('ByteTrack, whatever comes', () => {
  const options = { activation: 0.25, buffer: 1e9, matching: 0.8, consecutive: 1, fps: 1e9 };

  it('numbers no box that is none', () => {
    const tracker = new ByteTrack(options);
    const odd = [
      [0, 0, Number.NaN, 5, 1],
      [5, 5, 5, 9, 1],
      [9, 9, 1, 1, 1],
      [0, 0, 5, 5, Number.POSITIVE_INFINITY],
    ] as Case['frames'][0]['boxes'];
    expect(tracker.update(odd.map((box) => sighting(box)))).toEqual([null, null, null, null]);
  });

  it('stays bounded and quick, however many things come and go', () => {
    const tracker = new ByteTrack(options);
    let seed = 1;
    const random = () => {
      seed = (seed * 48_271) % 2_147_483_647;
      return seed / 2_147_483_647;
    };
    const crowd = () =>
      Array.from({ length: 400 }, () => {
        const [left, top] = [random() * 4000, random() * 4000];
        return { left, top, right: left + 50, bottom: top + 50, score: 0.9 };
      });
    for (let frame = 0; frame < 40; frame += 1) tracker.update(crowd());
    const { tracked, lost } = tracker as unknown as { tracked: unknown[]; lost: unknown[] };
    expect(tracked.length).toBeLessThanOrEqual(300);
    expect(lost.length).toBeLessThanOrEqual(300);
  });
});

describe('assign', () => {
  it('takes the smallest sum, not the nearest first', () => {
    const pairs = assign(
      [
        [0.1, 0.2],
        [0.15, 0.9],
      ],
      1,
    );
    expect(pairs).toEqual([
      { row: 0, column: 1 },
      { row: 1, column: 0 },
    ]);
  });

  it('pairs nothing beyond the limit, and takes any shape', () => {
    expect(assign([], 1)).toEqual([]);
    expect(assign([[], []], 1)).toEqual([]);
    expect(assign([[0.9], [0.3], [0.6]], 0.5)).toEqual([{ row: 1, column: 0 }]);
    expect(assign([[0.9, 0.3, 0.6]], 0.5)).toEqual([{ row: 0, column: 1 }]);
    expect(assign([[Number.NaN, 0.3]], 0.5)).toEqual([{ row: 0, column: 1 }]);
  });
});
