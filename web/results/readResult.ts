/**
 * One picture's result, whatever the workflow: live or a photo. Pure and total: any JSON may come, nothing
 * throws, and what is kept of it is bounded (bounds.ts).
 */
import type { WorkerMessage } from '../../protocol/result';
import { frameFailures, noData, refusal } from './failures';
import { join } from './identity';
import { type Fields, isRecord, isSize } from './kinds/is';
import type { Failure, Output, Result, Size } from './kinds/model';
import { originOf } from './kinds/place';
import type { Workflow } from './kinds/workflow';
import { Reader } from './reader';

export type Given = {
  /** By name: `serialized_output_data` of a frame, an entry of `outputs` of a photo's answer. */
  outputs: unknown;
  errors?: unknown;
  /** Pixels of the picture, where the worker says so itself. */
  frame?: unknown;
  workflow?: Workflow | null;
};
type About = Pick<Given, 'workflow'>;

export function readResult({ outputs, errors, frame, workflow = null }: Given): Result {
  const given = isRecord(outputs) ? outputs : {};
  const size = isSize(frame) ? { width: frame.width, height: frame.height } : pictureSize(given);
  const reader = new Reader(size, workflow);
  reader.readOutputs(given);
  const failures = frameFailures(errors, reader.failures);
  const named = [
    ...reader.outputs,
    ...(failures.length > 0 && !isRecord(outputs) ? [] : unasked(given, workflow)),
  ];
  // No data and no reason, where pictures that nobody asked for are not all there is.
  if (failures.length === 0 && !isRecord(outputs) && named.length === 0) failures.push(noData());
  return resultOf(reader, size, named, failures);
}

/** A live frame's message. The session's last one tells of no frame. */
export function readMessage(message: WorkerMessage, about: About = {}): Result {
  const { serialized_output_data: outputs, errors, video_metadata: frame } = message;
  const result = readResult({ outputs, errors, frame, ...about });
  if (!message.processing_complete) return result;
  return { ...result, failures: outputs ? result.failures : frameFailures(errors, []), well: false };
}

/** The answer to a photo, `{outputs: [{…}]}`, or the error in its place. */
export function readAnswer(answer: unknown, about: About = {}): Result {
  const outputs = isRecord(answer) && Array.isArray(answer.outputs) ? answer.outputs[0] : null;
  const refused = outputs ? null : refusal(answer);
  return readResult({ outputs, errors: refused ? [refused.reason] : [], ...about });
}

function resultOf(reader: Reader, frame: Size | null, outputs: Output[], failures: Failure[]): Result {
  const { allowance, found, shapes } = reader;
  const joined = join(found);
  for (const [at, { value }] of found.entries()) if (!joined[at]?.placed) value.unplaced += 1;
  const things = [...new Set(joined)].filter(({ placed }) => placed).map(({ thing }) => thing);
  const { leftOut, odd } = allowance;
  const well = failures.length === 0 || outputs.some(({ kind }) => kind !== 'failure');
  return { frame, things, shapes, outputs, failures, leftOut, odd, well };
}

/**
 * Pictures that the workflow has and the worker leaves out under `*`: named, so that nobody looks for them in
 * vain.
 */
function unasked(given: Fields, workflow: Workflow | null): Output[] {
  const names = [...(workflow?.outputs ?? [])].filter(
    ([name, kinds]) => !Object.hasOwn(given, name) && kinds.join() === 'image',
  );
  return names.map(([name]) => ({ name, kind: 'picture', base64: null, mime: '', corner: null }));
}

/**
 * Where the worker does not say it: as a set says that is none of a crop's, or as a crop says of what it was
 * cut from.
 */
function pictureSize(outputs: Fields): Size | null {
  const steps = Object.values(outputs).filter(isRecord);
  const sets = [...steps, ...steps.flatMap((step) => Object.values(step).filter(isRecord))];
  for (const { image, predictions } of sets) {
    if (isSize(image) && predictions && !firstOrigin(predictions))
      return { width: image.width, height: image.height };
  }
  for (const { predictions } of [...sets, ...Object.values(outputs).flatMap(firstOf)]) {
    const origin = firstOrigin(predictions);
    if (origin) return { width: origin.picture.width, height: origin.picture.height };
  }
  return null;
}

function firstOrigin(predictions: unknown) {
  const first: unknown = Array.isArray(predictions) ? predictions[0] : null;
  return isRecord(first) ? originOf(first) : null;
}

/** The first set of a list. */
function firstOf(value: unknown): Fields[] {
  const first: unknown = Array.isArray(value) ? value[0] : null;
  return isRecord(first) ? [first] : [];
}
