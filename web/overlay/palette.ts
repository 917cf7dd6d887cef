/** Bright enough to stand on the dark edge that every line gets, and apart for colour-blind eyes too. */
const COLOURS = ['#5ef2c8', '#ffd166', '#7cc4ff', '#ff9ecf', '#c9f26b', '#ffab73', '#c3b5ff', '#f4f7fa'];

/**
 * The same class has the same colour in every frame and on every visit, and the first eight of a model have
 * one each. The name beside it says what colour cannot.
 * @param id the class's number in its model; a workflow's own block may leave it out.
 */
export function colourOf(name: string, id: number | undefined): string {
  const index = Number.isInteger(id) ? Math.abs(id as number) : hash(name);
  return COLOURS[index % COLOURS.length] ?? '#ffffff';
}

function hash(name: string): number {
  let sum = 0;
  for (const character of name) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) >>> 0;
  return sum;
}
