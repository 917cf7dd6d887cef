/** Classification: one class for the whole picture, or labels of which several may hold. */
import { LONGEST_NAME, MOST_SCORES } from './bounds';
import { asText, type Fields, isRecord, isShare } from './is';
import type { ClassScore, Value } from './model';
import { cut } from './text';

/** @returns null where the output is no classification */
export function readClasses(output: Fields): Value | null {
  const { predictions } = output;
  if (Array.isArray(predictions))
    return isSingle(output, predictions) ? readSingle(output, predictions) : null;
  if (isRecord(predictions)) return readLabels(output, predictions);
  return null;
}

/** A detection has a box; an empty list of classes still names its `top`. */
function isSingle({ top }: Fields, predictions: unknown[]): boolean {
  const [first] = predictions;
  if (!isRecord(first)) return typeof top === 'string';
  return (
    !('x' in first || 'points' in first || 'rle_mask' in first) &&
    isShare(first.confidence) &&
    nameOf(first) !== null
  );
}

/** The likeliest first; `top` is the worker's own word, and empty where none is likely enough. */
function readSingle({ top, confidence }: Fields, predictions: unknown[]): Value {
  const scores = scoresOf(predictions.map((each) => (isRecord(each) ? scoreOf(nameOf(each), each) : null)));
  if (typeof top !== 'string') return { kind: 'class', scores };
  if (top === '') return { kind: 'class', scores: [] };
  const named = scores.find(({ name }) => name === top);
  const first = {
    name: cut(top, LONGEST_NAME),
    confidence: isShare(confidence) ? confidence : (named?.confidence ?? null),
  };
  return { kind: 'class', scores: [first, ...scores.filter((score) => score !== named)] };
}

/** Those that hold: `predicted_classes`, where it is there, tells which. */
function readLabels({ predicted_classes: chosen }: Fields, predictions: Fields): Value | null {
  const names = Object.keys(predictions);
  const [first] = names;
  const scored =
    first !== undefined && isRecord(predictions[first]) && isShare(predictions[first].confidence);
  if (!Array.isArray(chosen) && !scored) return null;
  const holding = new Set(Array.isArray(chosen) ? chosen.map(asText) : names);
  const scores = names.filter((name) => holding.has(name)).map((name) => scoreOf(name, predictions[name]));
  return { kind: 'labels', scores: scoresOf(scores) };
}

function nameOf(value: Fields): string | null {
  return asText(value.class ?? value.class_name);
}

function scoreOf(name: string | null, value: unknown): ClassScore | null {
  if (name === null) return null;
  const confidence = isRecord(value) && isShare(value.confidence) ? value.confidence : null;
  return { name: cut(name, LONGEST_NAME), confidence };
}

function scoresOf(scores: (ClassScore | null)[]): ClassScore[] {
  const read = scores.filter((score) => score !== null);
  return read.sort((a, b) => (b.confidence ?? 0) - (a.confidence ?? 0)).slice(0, MOST_SCORES);
}
