/** Bright enough to stand on the dark edge that every line gets, and apart from each other for colour-blind eyes too. */
const COLOURS = ['#5ef2c8', '#ffd166', '#7cc4ff', '#ff9ecf', '#c9f26b', '#ffab73', '#c3b5ff', '#f4f7fa'];

/** The same class has the same colour in every frame and on every visit. The name beside it says what colour cannot. */
export function colourOf(name: string): string {
  let hash = 0;
  for (const character of name) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) >>> 0;
  return COLOURS[hash % COLOURS.length] ?? '#ffffff';
}
