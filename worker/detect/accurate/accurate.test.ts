import { expect, it } from 'vitest';
import { asFrame } from '../../../kit/models/pictures';
import { maskRings } from '../../../protocol/masks/outline';
import { fetchModel } from '../../models/fetching/fetch';
import { EVERYDAY } from '../../models/recipes/everyday';
import { MASKS } from '../../models/recipes/masks';
import type { DetectObjects } from '../boxes';
import { readModelFile } from '../objects/model/file';
import { ObjectModel } from '../objects/model/object-model';
import { detectAccurately } from './accurate';
import { openSegmenter } from './masks/segmenter';

const thresholds = { confidence: 0.4, iou: 0.45 };
const model = await ObjectModel.open(await readModelFile(await fetchModel(EVERYDAY), null), thresholds);
const detect: DetectObjects = (picture, options) => model.detectPicture(picture, options);
const segment = await openSegmenter(await fetchModel(MASKS));

it('finds the cat in the photograph, with its mask', async () => {
  const [cat] = await detectAccurately(await asFrame('chelsea'), detect, { segment });
  expect(cat?.class).toBe('cat');
  expect(maskRings(cat?.rle_mask, null)?.[0]?.length).toBeGreaterThan(10);
}, 60_000);

it('keeps boxes where no network segments, and where it does not know such things', async () => {
  const coffee = await asFrame('coffee');
  const cup = (await detectAccurately(coffee, detect, { segment })).find((each) => each.class === 'cup');
  expect(cup).not.toHaveProperty('rle_mask');
  const [cat] = await detectAccurately(await asFrame('chelsea'), detect, { segment: null });
  expect(cat).not.toHaveProperty('rle_mask');
}, 60_000);
