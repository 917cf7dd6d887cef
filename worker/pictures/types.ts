/** What to draw over a picture, as a workflow's visualisation steps ask for it. */
export type LabelText = 'class' | 'confidence' | 'both';

export type Drawing = {
  /** Edge of a box in px; 'auto' grows with the picture. null draws no boxes. */
  boxes: number | 'auto' | null;
  labels: LabelText | null;
  /** The selector of the set that is drawn; absent where there is but one. */
  things?: string;
};

/** The picture as it came. */
export const PLAIN: Drawing = { boxes: null, labels: null };
