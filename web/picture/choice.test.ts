import { describe, expect, it } from 'vitest';
import { pictureOutputs } from '../results/kinds/workflow';
import { readWorkflow } from '../results/testing';
import { nextPicture, pictureChoice } from './choice';

describe('which picture a person wants', () => {
  it.each([
    ['none, where nothing was chosen', {}, null, null],
    ['none, where it was switched off', { w: false }, ['a'], null],
    ['another workflow’s does not count', { other: true }, ['a'], null],
    ['the worker’s choice, where the outputs are not known', { w: true }, null, true],
    ['the one kept, where they are not known any more', { w: 'a' }, null, 'a'],
    ['the first', { w: true }, ['a', 'b'], 'a'],
    ['the one kept', { w: 'b' }, ['a', 'b'], 'b'],
    ['the first, where the one kept is gone', { w: 'c' }, ['a', 'b'], 'a'],
    ['none, where the workflow has none', { w: true }, [], null],
    ['what cannot be asked for is none', { w: true }, ['$a', ' '], null],
    ['a name that was tampered with is the worker’s choice', { w: '../a' }, null, true],
    ['a name of every object', {}, ['a'], null, 'constructor'],
  ] as [string, Record<string, string | boolean>, string[] | null, string | true | null, string?][])(
    '%s',
    (_, kept, pictures, wanted, id = 'w') => {
      expect(pictureChoice(kept, id, pictures).wanted).toBe(wanted);
    },
  );

  it('goes round', () => {
    const outputs = ['a', 'b', 'c'];
    expect(nextPicture({ outputs, wanted: 'a' })).toBe('b');
    expect(nextPicture({ outputs, wanted: 'c' })).toBe('a');
    expect(nextPicture({ outputs, wanted: null })).toBe('a');
    expect(nextPicture({ outputs: null, wanted: 'a' })).toBe(true);
  });

  it('is told of outputs that are pictures, and no part of a step', () => {
    const outputs = { boxes: ['object_detection_prediction'], plain: ['image'], all: { image: ['image'] } };
    expect(pictureOutputs(readWorkflow({ outputs })!)).toEqual(['plain']);
  });
});
