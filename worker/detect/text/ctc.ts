/**
 * What a reading network says, step by step from left to right, as text: the likeliest letter of each step,
 * one for a run of the same, blanks left out (Graves et al., ICML 2006).
 */

/** `confidence`: the mean of its letters', 0 to 1; 0 where there is none. */
export type Read = { text: string; confidence: number };

/** Of each step's numbers the first. */
const BLANK = 0;

/**
 * @param steps one after the other, each a number for the blank and one for each letter
 * @param letters in the network's order, the blank left away
 */
export function decodeCtc(steps: Float32Array, letters: readonly string[]): Read {
  const count = letters.length + 1;
  let [text, sum, read, last] = ['', 0, 0, BLANK];
  for (let start = 0; start + count <= steps.length; start += count) {
    const best = likeliest(steps, start, count);
    if (best !== BLANK && best !== last) {
      text += letters[best - 1];
      sum += steps[start + best] as number;
      read += 1;
    }
    last = best;
  }
  return { text, confidence: read === 0 ? 0 : sum / read };
}

function likeliest(steps: Float32Array, start: number, count: number): number {
  let best = 0;
  for (let at = 1; at < count; at += 1)
    if ((steps[start + at] as number) > (steps[start + best] as number)) best = at;
  return best;
}
