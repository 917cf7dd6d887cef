import type { Thing } from '../results/kinds/model';

/** Bright enough to stand on the dark edge that every line gets, and apart for colour-blind eyes too. */
const COLOURS = ['#5ef2c8', '#ffd166', '#7cc4ff', '#ff9ecf', '#c9f26b', '#ffab73', '#c3b5ff', '#f4f7fa'];

/**
 * What a tracker numbers keeps the colour of its number, so that two of a class stay apart when they meet. Of
 * anything else the same class has the same colour in every frame and on every visit, and the first eight of
 * a model have one each. The words beside it say what colour cannot.
 */
export function colourOf({ track, classId, name }: Pick<Thing, 'track' | 'classId' | 'name'>): string {
  const index = Math.abs(track ?? classId ?? hash(name));
  return COLOURS[index % COLOURS.length] ?? '#ffffff';
}

function hash(name: string): number {
  let sum = 0;
  for (const character of name) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) >>> 0;
  return sum;
}
