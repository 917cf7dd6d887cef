/**
 * Cuts a text where a reader would: between characters as people see them, of which an emoji or a letter with
 * its accents is one.
 */

/** A character is seldom longer, in code units: what lies further behind needs no looking at. */
const LONGEST = 32;

/** Made for the first text that is too long: Chromium takes 36 ms to load what it cuts by. */
let segmenter: Intl.Segmenter | null = null;

/** Firefox has it since 125; before, code points come close: null. */
function segmenterNow(): Intl.Segmenter | null {
  segmenter ??= 'Segmenter' in Intl ? new Intl.Segmenter(undefined, { granularity: 'grapheme' }) : null;
  return segmenter;
}

/**
 * @param most characters, the ending included
 * @returns the text, or its beginning and `ending` where it is longer
 */
export function shorten(text: string, most: number, ending = '…'): string {
  // No text has more characters than code units.
  if (text.length <= most) return text;
  const characters = charactersOf(text.slice(0, most * LONGEST), most + 1);
  if (characters.length <= most && text.length <= most * LONGEST) return text;
  return characters.slice(0, Math.max(0, most - ending.length)).join('') + ending;
}

/** At most the first `count`. */
function charactersOf(text: string, count: number): string[] {
  const cutting = segmenterNow();
  if (cutting === null) return [...text].slice(0, count);
  const found: string[] = [];
  for (const { segment } of cutting.segment(text)) {
    if (found.push(segment) === count) break;
  }
  return found;
}
