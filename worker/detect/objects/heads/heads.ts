/**
 * The heads that are known, and which of them a model has. A new one is an entry here and a row of
 * `kit/onnx/layouts.ts`: `read` says whether the evidence is its own, and how its numbers become boxes.
 */
import { apart } from './apart';
import { end2end, numbered } from './end2end';
import { shapeOf } from './evidence';
import { lists } from './lists';
import { classifier, grids, masks } from './others';
import { rtDetr, rtDetrBest } from './rt-detr';
import { selected } from './selected';
import type { Evidence, Head, Reading } from './types';
import { v5, v6, yolox } from './v5';
import { turned, v8 } from './v8';

/** What no head may read. */
const OTHERS: readonly Head[] = [masks, grids, classifier];

/** The first that reads a model has it, so those that ask for more come before those that ask for less. */
const HEADS: readonly Head[] = [
  lists,
  selected,
  apart,
  numbered,
  rtDetrBest,
  end2end,
  rtDetr,
  v6,
  yolox,
  v5,
  v8,
  turned,
];

/** @returns how to read the model, or why it cannot be: "WHAT IT DOES; REMEDY". */
export function chooseHead(evidence: Evidence): Reading | string {
  const other = firstOf(evidence, OTHERS);
  if (other !== null) return other;
  const byNames = firstOf(evidence);
  if (byNames !== null || evidence.classes === null) return byNames ?? unknown(evidence);
  // Its own names may be wrong, LABELS too: then its shape alone must tell.
  return firstOf({ ...evidence, classes: null }) ?? unknown(evidence);
}

/** What one says against a model counts where no other reads it. */
function firstOf(evidence: Evidence, heads = HEADS): Reading | string | null {
  let doubt: string | null = null;
  for (const { read } of heads) {
    const found = read(evidence);
    if (found && typeof found !== 'string') return found;
    doubt ??= found;
  }
  return doubt;
}

function unknown({ outputs, named }: Evidence): string {
  const shapes = outputs.map(shapeOf).join(' and ') || 'nothing';
  const forClasses = named === null ? '' : ` for ${named} classes`;
  return `gives ${shapes}${forClasses}, which is no list of boxes that is known here; export a YOLO or RT-DETR detection model (not "pose", "segment", "classify" or "obb")`;
}
