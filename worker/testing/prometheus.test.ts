import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createMetrics, toPrometheus } from '../metrics/metrics';
import { parseMetrics, quantile, since } from './prometheus';

const AGE = 'sightline_result_age_seconds';
const read = (metrics: ReturnType<typeof createMetrics>) => parseMetrics(toPrometheus(metrics));

describe('the metrics page', () => {
  it('tells every count under its name, and the memory of the process', () => {
    const metrics = createMetrics();
    metrics.framesReplaced = 7;
    const page = read(metrics);
    expect(page.value('sightline_frames_replaced_total')).toBe(7);
    expect(page.value('process_resident_memory_bytes')).toBeGreaterThan(1e6);
    expect(page.value('sightline_no_such_thing')).toBeNaN();
  });

  it('holds any quantile of the ages to within a fifth, in the same few lines whatever the number of frames', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 1.001, max: 16_000, noNaN: true }), { minLength: 1, maxLength: 200 }),
        fc.double({ min: 0.01, max: 1, noNaN: true }),
        (ages, share) => {
          const metrics = createMetrics();
          for (const age of ages) metrics.resultAge.observe(age);
          const sorted = ages.sort((one, other) => one - other);
          const truth = sorted[Math.ceil(share * ages.length - 1e-9) - 1] ?? Number.NaN;
          const found = quantile(read(metrics).buckets(AGE), share);
          expect(found / truth).toBeGreaterThan(0.8);
          expect(found / truth).toBeLessThan(1.2);
          expect(read(metrics).buckets(AGE)).toHaveLength(58);
        },
      ),
    );
  });

  it('subtracts one page from a later one, and calls what lies beyond the last bound endless', () => {
    const metrics = createMetrics();
    metrics.resultAge.observe(10);
    const before = read(metrics).buckets(AGE);
    for (let count = 0; count < 3; count += 1) metrics.resultAge.observe(90_000);
    const between = since(read(metrics).buckets(AGE), before);
    expect(between.at(-1)?.count).toBe(3);
    expect(quantile(between, 0.5)).toBe(Number.POSITIVE_INFINITY);
    expect(quantile(since(before, before), 0.5)).toBeNaN();
  });
});
