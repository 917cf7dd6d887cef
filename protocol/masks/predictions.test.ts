import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { photoPredictions } from '../result';
import { withOutline } from './predictions';

const box = { x: 1.5, y: 1.5, width: 1, height: 1 };
const named = { confidence: 0.9, class: 'cup', class_id: 1, detection_id: 'a' };
const mask = { size: [3, 3], counts: '414' };
const square = [
  { x: 1, y: 1 },
  { x: 2, y: 1 },
  { x: 2, y: 2 },
  { x: 1, y: 2 },
];
const image = { width: 3, height: 3 };
const read = (predictions: unknown[], size: unknown = image) =>
  photoPredictions([{ sam: { image: size, predictions } }]).predictions;

describe('a photo’s predictions', () => {
  it('have the mask as an outline in place of the run lengths', () => {
    expect(read([{ ...box, ...named, rle_mask: mask }])).toEqual([{ ...box, ...named, points: square }]);
  });

  it('keep the worker’s box, and get one where there is none', () => {
    const wide = { ...box, width: 2 };
    expect(read([{ ...wide, ...named, rle_mask: mask }])).toMatchObject([wide]);
    expect(read([{ ...named, rle_mask: mask }])).toMatchObject([box]);
  });

  it('keep polygons as they are', () => {
    expect(read([{ ...box, ...named, points: square, rle_mask: mask }])[0]!.points).toEqual(square);
  });

  it.each([
    [{ rle_mask: { size: [3, 3], counts: '41' } }],
    [{ rle_mask: 'x' }],
    [{ rle_mask: null }],
    [{ points: 'x' }],
    [{ points: [{ x: 1, y: 1 }] }],
    [{ points: [{ x: 1, y: 1 }, null, { x: 1, y: 1 }] }],
    [{ points: null, rle_mask: { size: [0, 0], counts: '' } }],
  ])('%j is dropped and the box stays', (bad) => {
    expect(read([{ ...box, ...named, ...bad }])).toEqual([{ ...box, ...named }]);
  });

  it('without box and without a mask that can be read are none', () => {
    expect(read([{ ...named, rle_mask: 'x' }])).toEqual([]);
  });

  it('of SAM3’s own route are read from polygons and from masks', () => {
    const answer = {
      prompt_results: [
        {
          prompt_index: 0,
          echo: { type: 'text', text: 'red cup', num_boxes: 0 },
          predictions: [
            { masks: [[[1, 1], [2, 1], [2, 2], [1, 2]]], confidence: 0.8, format: 'polygon' }, // biome-ignore format: one line
            { masks: mask, confidence: 0.7, format: 'rle' },
            { masks: [], confidence: 0.6, format: 'polygon' },
          ],
        },
        { prompt_index: 1, echo: { num_boxes: 1 }, predictions: [{ masks: [mask], confidence: 0.5 }] },
        null,
      ],
      time: 0.2,
    };
    const { frame, predictions } = photoPredictions([{ sam: answer }]);
    expect(frame).toBeNull();
    const same = { ...box, points: square };
    expect(predictions).toEqual([
      { ...same, class: 'red cup', class_id: 0, confidence: 0.8, detection_id: '0.0' },
      { ...same, class: 'red cup', class_id: 0, confidence: 0.7, detection_id: '0.1' },
      { ...same, class: 'object', class_id: 1, confidence: 0.5, detection_id: '1.0' },
    ]);
  });
});

it('nothing that a worker may send throws', () => {
  const odd = fc.oneof(fc.jsonValue(), fc.record({ size: fc.jsonValue(), counts: fc.jsonValue() }));
  fc.assert(
    fc.property(odd, odd, odd, (points, rle, extra) => {
      withOutline({ ...named, points, rle_mask: rle }, null);
      read([{ ...box, ...named, points, rle_mask: rle }, extra], extra);
      photoPredictions([
        { a: { prompt_results: extra }, b: { prompt_results: [{ predictions: [{ masks: rle }, points] }] } },
      ]);
    }),
    { numRuns: 1000 },
  );
});
