import { describe, expect, it } from 'vitest';
import { prediction } from '../testing';
import { Allowance } from './bounds';
import { readThing } from './thing';

/** @returns what it is, and how much of it could not be read */
function read(value: unknown) {
  const allowance = new Allowance();
  const thing = readThing(value, 'a', { width: 3, height: 3 }, null, allowance);
  return { thing, odd: allowance.odd };
}

const plain = read(prediction()).thing!;

describe('a prediction', () => {
  it.each<[string, unknown, number]>([
    ['an object', { toString: 1 }, 1],
    ['a list', ['a'], 1],
    ['null', null, 0],
  ])('keeps its box without a text that is %s', (_, data, odd) => {
    expect(read(prediction({ data }))).toEqual({ thing: plain, odd });
  });

  it.each<[unknown, number]>([
    [null, 0],
    [undefined, 0],
    ['0.9', 1],
    [Number.NaN, 1],
    [-0.1, 1],
    [91, 1],
    [{}, 1],
  ])('keeps its box without a confidence of %j', (confidence, odd) => {
    expect(read(prediction({ confidence }))).toEqual({ thing: { ...plain, confidence: null }, odd });
  });

  it('may have a number for a name or a text', () => {
    expect(read(prediction({ class: 7, data: 4006381 })).thing).toMatchObject({ name: '7', text: '4006381' });
  });

  it.each<[string, unknown]>([
    ['a negative width', prediction({ width: -20 })],
    ['no height', prediction({ height: 0 })],
    ['a width of null', prediction({ width: null })],
    ['a width of NaN', prediction({ width: Number.NaN })],
    ['a place beyond all frames', prediction({ x: 1e300 })],
    ['a text for a place', prediction({ x: '100' })],
    ['no name', prediction({ class: null })],
    ['an empty name', prediction({ class: '' })],
    ['an object for a name', prediction({ class: {} })],
    ['nothing in it', {}],
    ['another type', [prediction()]],
    ['null', null],
  ])('is left out with %s', (_, value) => {
    expect(read(value).thing).toBeNull();
  });
});

describe('an outline', () => {
  const { x, y, width, height, ...bare } = prediction();
  const box = { x: 1.5, y: 1.5, width: 1, height: 1 };
  const rle_mask = { size: [3, 3], counts: '414' };
  const square = [
    { x: 1, y: 1 },
    { x: 2, y: 1 },
    { x: 2, y: 2 },
    { x: 1, y: 2 },
  ];

  it('loses its odd points, and all of them where too few are left', () => {
    const points = [{ x: 1, y: 1 }, { x: 2, y: 1 }, { x: 2, y: 2, z: 3 }, { x: Number.NaN, y: 1 }, null, 5]; // biome-ignore format: one line
    expect(read(prediction({ points }))).toEqual({ thing: { ...plain, mask: [square.slice(0, 3)] }, odd: 3 });
    expect(read(prediction({ points: points.slice(1) })).thing).toEqual(plain);
    expect(read(prediction({ points: 'M0 0' })).thing).toEqual(plain);
  });

  it('is made of a mask, and the box around it where there is none', () => {
    expect(read({ ...bare, rle_mask }).thing).toEqual({ ...plain, box, mask: [square] });
    const wide = { ...box, width: 2 };
    expect(read({ ...bare, ...wide, rle_mask }).thing).toEqual({ ...plain, box: wide, mask: [square] });
  });

  it('is the worker’s points where it sends both', () => {
    const points = square.slice(1);
    expect(read(prediction({ points, rle_mask })).thing?.mask).toEqual([points]);
  });

  it.each([
    [{ rle_mask: { size: [3, 3], counts: '41' } }, 1],
    [{ rle_mask: 'x' }, 1],
    [{ rle_mask: null }, 0],
    [{ points: 'x' }, 1],
    [{ points: [{ x: 1, y: 1 }] }, 1],
    [{ points: [{ x: 1, y: 1 }, null, { x: 1, y: 1 }] }, 3],
    [{ points: null, rle_mask: { size: [0, 0], counts: '' } }, 1],
  ])('that is %j is dropped and the box stays', (bad, odd) => {
    expect(read(prediction(bad))).toEqual({ thing: plain, odd });
  });

  it('that cannot be read makes no thing where there is no box', () => {
    expect(read({ ...bare, rle_mask: 'x' }).thing).toBeNull();
  });
});
