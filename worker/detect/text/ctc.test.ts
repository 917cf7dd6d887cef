import { expect, it } from 'vitest';
import { decodeCtc } from './ctc';

const LETTERS = ['a', 'b', 'א', ' '];

/** A step for each letter, `-` the blank, that surely. */
function steps(text: string, likely = 0.8): Float32Array {
  const count = LETTERS.length + 1;
  const numbers = new Float32Array(text.length * count).fill((1 - likely) / (count - 1));
  for (const [at, letter] of [...text].entries())
    numbers[at * count + (letter === '-' ? 0 : LETTERS.indexOf(letter) + 1)] = likely;
  return numbers;
}

it.each([
  ['', ''],
  ['----', ''],
  ['aaabbb', 'ab'],
  ['--a-a--', 'aa'],
  ['ab-  --ba', 'ab ba'],
  // As they lie in the picture, from the left: nothing is turned round.
  ['אא-א-b', 'אאb'],
])('%j is "%s"', (said, text) => {
  const read = decodeCtc(steps(said), LETTERS);
  expect(read.text).toBe(text);
  expect(read.confidence).toBeCloseTo(text === '' ? 0 : 0.8);
});

it('is as sure as its letters are, whatever the blanks', () => {
  const numbers = Float32Array.from([...steps('a', 0.6), ...steps('---', 1), ...steps('b', 1)]);
  expect(decodeCtc(numbers, LETTERS)).toEqual({ text: 'ab', confidence: expect.closeTo(0.8) });
});

it('leaves out a step that is cut off', () => {
  expect(decodeCtc(steps('ab').subarray(0, 9), LETTERS).text).toBe('a');
});
