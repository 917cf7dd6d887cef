/** The other direction of `rle.ts`: run lengths to COCO's text. */

/** @param runs lengths in px, outside first, outside and inside by turns */
export function writeRuns(runs: number[]): string {
  return runs.map((run, i) => writeNumber(i > 2 ? run - (runs[i - 2] ?? 0) : run)).join('');
}

function writeNumber(value: number): string {
  let text = '';
  let rest = value;
  for (;;) {
    const group = rest & 31;
    rest >>= 5;
    const last = group & 16 ? rest === -1 : rest === 0;
    text += String.fromCharCode(48 + (last ? group : group | 32));
    if (last) return text;
  }
}
