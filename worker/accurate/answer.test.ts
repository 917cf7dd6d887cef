import { describe, expect, it } from 'vitest';
import { boxAround } from '../../protocol/masks/outline';
import { readAnswer } from '../../web/results/readResult';
import type { OutlinedBox } from '../detect/objects/types';
import { toPredictions } from './answer';

const BOX: OutlinedBox = {
  x: 30,
  y: 20,
  width: 20,
  height: 10,
  confidence: 0.8,
  class: 'star',
  class_id: 3,
  points: [
    { x: 20, y: 15 },
    { x: 40, y: 15 },
    { x: 40, y: 25 },
    { x: 20, y: 25 },
  ],
};
const SIZE = { width: 100, height: 50 };

/** As the page reads it. */
function read(predictions: unknown[]) {
  return readAnswer({ outputs: [{ predictions: { image: SIZE, predictions } }] }).things;
}

describe('toPredictions', () => {
  it('has every field of a hosted segmentation, and the outline as points', () => {
    const [prediction] = toPredictions([BOX], SIZE);
    expect(prediction).toEqual({
      ...BOX,
      detection_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      parent_id: 'image.[0]',
    });
    const { points, class: name, class_id: classId, confidence, ...box } = BOX;
    expect(read([prediction])).toMatchObject([{ name, classId, confidence, box, mask: [points] }]);
  });

  it('gives every prediction an id of its own', () => {
    const [one, other] = toPredictions([BOX, BOX], SIZE);
    expect(one?.detection_id).not.toBe(other?.detection_id);
  });

  it('says the same as a mask of the photo’s size', () => {
    const [prediction] = toPredictions([BOX], SIZE, 'rle');
    expect(prediction).not.toHaveProperty('points');
    expect(prediction?.rle_mask?.size).toEqual([50, 100]);
    expect(boxAround(read([prediction])[0]?.mask?.[0] ?? [])).toEqual({
      x: 30,
      y: 20,
      width: 20,
      height: 10,
    });
  });
});
