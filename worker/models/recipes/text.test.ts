import { expect, it } from 'vitest';
import { readOnnxMetadata } from '../../detect/objects/model/onnx-metadata';
import { fetchPackage } from '../fetching/fetch';
import { hexOf } from '../fetching/folder';
import { TEXT_FINDER, TEXT_READER } from './text';

const files = await fetchPackage(TEXT_FINDER);

it.each([TEXT_FINDER, TEXT_READER])(
  '$id is the file that its recipe names, with its licence in it',
  (recipe) => {
    const model = recipe.convert(files);
    expect([hexOf(model), model.length]).toEqual([recipe.sha256, recipe.bytes]);
    expect(readOnnxMetadata(model).get('description')).toContain('Apache-2.0');
  },
);

it('has the letters in the network’s order, a space at their end', () => {
  const letters = readOnnxMetadata(TEXT_READER.convert(files)).get('letters')!.split('\n');
  // The network gives one number more, for the blank.
  expect(letters).toHaveLength(6624);
  expect([letters[0], letters.at(-2), letters.at(-1)]).toEqual(["'", '懮', ' ']);
  expect(letters.filter((letter) => [...letter].length !== 1)).toEqual([]);
});
