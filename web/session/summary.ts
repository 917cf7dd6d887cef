import type { FrameResult, Prediction } from '../../protocol/result';

/** What is in view, for the eyes and for a screen reader: class and, for codes, text. */
export type Summary = {
  count: number;
  items: string[];
  /** How many more results came that cannot be used. */
  leftOut: number;
};

const MAX_ITEMS = 5;

/** Sorted, so that boxes changing places do not read as news. */
export function summarise({ predictions, leftOut }: FrameResult): Summary {
  const items = predictions.map(describe).sort().slice(0, MAX_ITEMS);
  return { count: predictions.length, items, leftOut };
}

function describe(prediction: Prediction): string {
  const name = prediction.class.replaceAll('_', ' ');
  return prediction.data ? `${name}: ${prediction.data}` : name;
}
