import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readPrediction } from './prediction';

const good = {
  x: 100,
  y: 50,
  width: 20,
  height: 10,
  confidence: 0.5,
  class: 'cat',
  class_id: 2,
  detection_id: 'a',
};

describe('a prediction from outside', () => {
  it('is taken as it is where all is well, without what nobody reads', () => {
    expect(readPrediction({ ...good, parent_id: 'image.[0]', data: 'hello' })).toEqual({
      ...good,
      data: 'hello',
    });
  });

  it.each<[string, object]>([
    ['an object as its text', { data: { toString: 1 } }],
    ['a list as its text', { data: ['a'] }],
    ['no text', { data: null }],
  ])('keeps its box and loses %s', (_, more) => {
    expect(readPrediction({ ...good, ...more })).toEqual(good);
  });

  it.each([null, undefined, '0.9', Number.NaN, -0.1, 91, {}])(
    'keeps its box without a confidence of %j',
    (confidence) => {
      expect(readPrediction({ ...good, confidence })).toEqual({ ...good, confidence: null });
    },
  );

  it('takes a number for a name or a text', () => {
    expect(readPrediction({ ...good, class: 7, data: 4006381 })).toMatchObject({
      class: '7',
      data: '4006381',
    });
  });

  it.each<[string, unknown]>([
    ['a negative width', { ...good, width: -20 }],
    ['no height', { ...good, height: 0 }],
    ['a width of NaN', { ...good, width: Number.NaN }],
    ['a place beyond all frames', { ...good, x: 1e300 }],
    ['a text for a place', { ...good, x: '100' }],
    ['no name', { ...good, class: null }],
    ['an empty name', { ...good, class: '' }],
    ['an object for a name', { ...good, class: {} }],
    ['nothing in it', {}],
    ['another type', [good]],
    ['null', null],
  ])('is left out with %s', (_, value) => {
    expect(readPrediction(value)).toBeNull();
  });

  it('loses the odd points of its outline, and all of them where too few are left', () => {
    const points = [
      { x: 1, y: 1 },
      { x: 2, y: 1 },
      { x: 2, y: 2, z: 3 },
    ];
    expect(
      readPrediction({ ...good, points: [...points, { x: Number.NaN, y: 1 }, null, 5] })?.points,
    ).toEqual([
      { x: 1, y: 1 },
      { x: 2, y: 1 },
      { x: 2, y: 2 },
    ]);
    expect(readPrediction({ ...good, points: points.slice(1) })).not.toHaveProperty('points');
    expect(readPrediction({ ...good, points: 'M0 0' })).not.toHaveProperty('points');
  });

  it('never throws, and what it hands on can be drawn', () => {
    const odd = fc.oneof(fc.jsonValue(), fc.double(), fc.constantFrom(undefined, -1, 1e308, '', 'x'));
    const fields = fc.record(
      Object.fromEntries(Object.keys({ ...good, data: 0, points: 0 }).map((key) => [key, odd])),
    );
    fc.assert(
      fc.property(fc.oneof(fields, odd), fc.boolean(), (value, mixed) => {
        const read = readPrediction(mixed && typeof value === 'object' ? { ...good, ...value } : value);
        if (read === null) return;
        expect([read.x, read.y, read.width, read.height].every(Number.isFinite)).toBe(true);
        expect(Math.min(read.width, read.height)).toBeGreaterThan(0);
        expect(typeof read.class).toBe('string');
        expect(['string', 'undefined']).toContain(typeof read.data);
      }),
    );
  });
});
