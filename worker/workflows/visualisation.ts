/** The steps that draw what a detection found: which picture each one hands on. */
import { workflowSyntaxError } from '../errors';
import { type Drawing, type LabelText, PLAIN } from '../pictures/types';

/** One step of a specification, its properties as they were sent. */
export type Step = { type: string; name: string; [property: string]: unknown };

const BOXES = 'roboflow_core/bounding_box_visualization@v1';
const LABELS = 'roboflow_core/label_visualization@v1';
export const VISUALISATIONS: ReadonlySet<string> = new Set([BOXES, LABELS]);

/** The block's own default, px. */
const DEFAULT_THICKNESS = 2;
const MAX_THICKNESS = 100;
const LABEL_TEXTS: Record<string, LabelText> = {
  Class: 'class',
  Confidence: 'confidence',
  'Class and Confidence': 'both',
};

/**
 * What each visualisation's picture shows. Its palette, roundness, text size and place are this worker's own.
 * @throws Refusal (400, WorkflowSyntaxError) with the step to blame.
 */
export function drawingsOf(
  steps: readonly Step[],
  detection: string,
  imageInput: string,
): Map<string, Drawing> {
  const drawings = new Map<string, Drawing>();
  for (const step of steps.filter(({ type }) => VISUALISATIONS.has(type))) {
    const under = pictureOf(String(step.image ?? step.images), drawings, imageInput);
    if (!under) {
      throw refused(step, 'image', `"$inputs.${imageInput}" or the image of a visualisation before it`);
    }
    if (step.predictions !== `$steps.${detection}.predictions`) {
      throw refused(step, 'predictions', `"$steps.${detection}.predictions"`);
    }
    drawings.set(step.name, drawOver(under, step));
  }
  return drawings;
}

/** @returns what the picture that `selector` names shows, or undefined where it names none. */
export function pictureOf(
  selector: string,
  drawings: ReadonlyMap<string, Drawing>,
  imageInput: string,
): Drawing | undefined {
  if (selector === `$inputs.${imageInput}`) return PLAIN;
  const step = /^\$steps\.(.+)\.image$/.exec(selector)?.[1];
  return step === undefined ? undefined : drawings.get(step);
}

function drawOver(under: Drawing, step: Step): Drawing {
  if (step.type === LABELS) return { ...under, labels: labelText(step) };
  const thickness = step.thickness ?? DEFAULT_THICKNESS;
  const isWidth = typeof thickness === 'number' && Number.isInteger(thickness);
  if (isWidth && thickness >= 1 && thickness <= MAX_THICKNESS) return { ...under, boxes: thickness };
  throw refused(step, 'thickness', `a whole number from 1 to ${MAX_THICKNESS}`);
}

function labelText(step: Step): LabelText {
  const text = LABEL_TEXTS[String(step.text ?? 'Class')];
  if (text) return text;
  throw refused(step, 'text', `one of ${Object.keys(LABEL_TEXTS).join(', ')}`);
}

function refused(step: Step, property: string, wanted: string) {
  return workflowSyntaxError(`The step "${step.name}" needs ${property}: ${wanted}.`, {
    id: step.name,
    type: step.type,
    property,
  });
}
