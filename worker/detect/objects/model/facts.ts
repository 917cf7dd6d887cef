import type { InputRule } from '../pixels/letterbox';

/** What may be said of a model: for people, for metrics. */
export type ModelFacts = {
  /** The file's name without its folder. */
  file: string;
  head: string;
  /** Empty where nobody named them and the model does not tell their number. */
  names: string[];
  input: InputRule;
  /** What of its names and sizes could not be used, in sentences. */
  notes?: string[];
};

const MOST_NAMED = 10;

/** What the model sees, in sentences for people. */
export function modelWords({ file, names, input, notes = [] }: ModelFacts): string {
  const known = names.slice(0, MOST_NAMED).join(', ');
  const more = names.length > MOST_NAMED ? ` and ${names.length - MOST_NAMED} more` : '';
  const sees = names.length > 0 ? `${known}${more}` : 'objects of unnamed classes';
  return [`FAST sees ${sees} (${file}, input ${inputWords(input)}).`, ...notes].join(' ');
}

export function inputWords({ width, height, longSide }: InputRule): string {
  return width && height ? `${width}×${height} px` : `${longSide} px`;
}
