/** The steps that draw what was found: which picture each one hands on. */
import { type Drawing, type LabelText, PLAIN } from '../pictures/types';
import type { Kind } from './blocks/kinds';
import type { Properties } from './blocks/properties';
import { type Step, wordOf } from './blocks/types';

const BOXES = 'roboflow_core/bounding_box_visualization@v1';
const LABELS = 'roboflow_core/label_visualization@v1';
export const VISUALISATIONS: ReadonlySet<string> = new Set([BOXES, LABELS]);
export const VISUALISATION_OUTPUTS: Readonly<Record<string, readonly Kind[]>> = { image: ['image'] };

/** The block's own default, px. */
const DEFAULT_THICKNESS = 2;
const MAX_THICKNESS = 100;
const LABEL_TEXTS = new Map<unknown, LabelText>([
  ['Class', 'class'],
  ['Confidence', 'confidence'],
  ['Class and Confidence', 'both'],
]);

/** Pictures by selector, from the input's own on. */
export type Drawings = ReadonlyMap<string, Drawing>;

/**
 * What the picture of one visualisation shows. Its palette, roundness, text size and place are this worker's
 * own. @throws Refusal (400, WorkflowSyntaxError) with the step to blame.
 */
export function drawingOf(step: Step, properties: Properties, drawings: Drawings): Drawing {
  const under = drawings.get(wordOf(step.image ?? step.images));
  if (!under) {
    const wanted = '"$inputs.<the image>" or the image of a visualisation before it';
    throw properties.refused('image', wanted);
  }
  properties.set('predictions');
  const things = wordOf(step.predictions);
  if (under.things !== undefined && under.things !== things)
    throw properties.refused('predictions', 'those of the visualisation under it');
  return { ...drawOver(under, step, properties), things };
}

/** @param imageInput which is a picture itself. */
export function plainDrawings(imageInput: string): Map<string, Drawing> {
  return new Map([[`$inputs.${imageInput}`, PLAIN]]);
}

function drawOver(under: Drawing, step: Step, properties: Properties): Drawing {
  if (step.type === LABELS) return { ...under, labels: labelText(step, properties) };
  const thickness = step.thickness ?? DEFAULT_THICKNESS;
  const isWidth = typeof thickness === 'number' && Number.isInteger(thickness);
  if (isWidth && thickness >= 1 && thickness <= MAX_THICKNESS) return { ...under, boxes: thickness };
  throw properties.refused('thickness', `a whole number from 1 to ${MAX_THICKNESS}`);
}

function labelText(step: Step, properties: Properties): LabelText {
  const text = LABEL_TEXTS.get(step.text ?? 'Class');
  if (text) return text;
  throw properties.refused('text', `one of ${[...LABEL_TEXTS.keys()].join(', ')}`);
}
