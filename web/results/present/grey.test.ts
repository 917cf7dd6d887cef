import fc from 'fast-check';
import { expect, it } from 'vitest';
import { GreyRing } from './grey';

const plane = (value: number, width = 64, height = 48) => ({
  width,
  height,
  luma: new Uint8Array(width * height).fill(value),
});

it('keeps more than 1.2 s in a bounded number of buffers, whatever the rate', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 120 }), { minLength: 50, maxLength: 400 }), (gaps) => {
      const ring = new GreyRing();
      const buffers = new Set<Uint8Array | undefined>();
      let nowMs = 0;
      for (const gap of gaps) {
        nowMs += gap;
        buffers.add(ring.push(plane(gap), nowMs).levels[0]?.luma);
        const reach = nowMs - (ring.all[0]?.timeMs ?? 0);
        expect(ring.all.length === Math.min(80, ring.all.length) && reach <= 1_400).toBe(true);
      }
      expect(buffers.size).toBeLessThanOrEqual(81);
      for (const frame of ring.all) expect(ring.bySeq(frame.seq)).toBe(frame);
    }),
    { numRuns: 30 },
  );
});

it('finds the frame captured nearest to a time, and none from before the first', () => {
  const ring = new GreyRing();
  for (const timeMs of [100, 133, 166]) ring.push(plane(1), timeMs);
  expect(ring.at(145)?.timeMs).toBe(133);
  expect(ring.at(151)?.timeMs).toBe(166);
  expect(ring.at(900)?.timeMs).toBe(166);
  expect(ring.at(60)).toBeNull();
});

it('starts anew with a picture of another size, and with a clock that goes back', () => {
  const ring = new GreyRing();
  ring.push(plane(1), 100);
  ring.push(plane(1, 48, 64), 133);
  expect(ring.all).toHaveLength(1);
  ring.push(plane(1, 48, 64), 120);
  expect(ring.all.map(({ timeMs }) => timeMs)).toEqual([120]);
});

it('halves a fine pattern into one shade', () => {
  const { levels } = new GreyRing().push(
    { width: 24, height: 24, luma: Uint8Array.from({ length: 576 }, (_, at) => (at % 2) * 100) },
    1,
  );
  const inner = levels[1]?.luma.filter((_, at) => at % 12 > 0 && at % 12 < 11) ?? [];
  expect(inner).toHaveLength(120);
  expect(new Set(inner).size).toBe(1);
});
