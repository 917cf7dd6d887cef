/** How each module of the worker is bent: wrapped, and left alone unless its mutant is on. */
import { gunzipSync, gzipSync } from 'node:zlib';
import type * as Framing from '../../../protocol/framing';
import { PLAIN } from '../../../worker/pictures/types';
import type * as Messages from '../../../worker/results/message';
import type * as Outputs from '../../../worker/results/outputs';
import type * as Plan from '../../../worker/results/plan';
import type * as Answer from '../../../worker/session/answer';
import type * as Lifetime from '../../../worker/session/lifetime';
import type * as Sets from '../../../worker/workflows/blocks/sets';
import type { Is } from './mutants';

type Prediction = { x: number; y: number; width: number; height: number; detection_id?: string };

/** Every `predictions` list below `value`, bent by `change`. */
export function changePredictions(value: unknown, change: (each: Prediction) => void): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, each] of Object.entries(value)) {
    if (key !== 'predictions' || !Array.isArray(each)) changePredictions(each, change);
    else for (const one of each) change(one as Prediction);
  }
}

export function toCorner(each: Prediction): void {
  each.x -= each.width / 2;
  each.y -= each.height / 2;
}

export function bendMessages(original: typeof Messages, is: Is): typeof Messages {
  let count = 0;
  const encodeMessage: typeof Messages.encodeMessage = (message, zipped) => {
    // Not structuredClone: two outputs share their predictions, and would be bent twice.
    const bent = JSON.parse(JSON.stringify(message)) as typeof message;
    if (is('gives boxes by their corner')) changePredictions(bent.serialized_output_data, toCorner);
    if (is('gives all detections one id')) {
      changePredictions(bent.serialized_output_data, (each) => Object.assign(each, { detection_id: 'same' }));
    }
    if (is('counts frames from 0', 'counts otherwise inside') && bent.video_metadata?.frame_id) {
      bent.video_metadata.frame_id -= 1;
    }
    if (is('gives no reason')) bent.termination_reason = null;
    if (is('keeps failures to itself')) bent.errors = [];
    if (is('sends chunks in reverse', 'sends chunks of 60 KiB')) Object.assign(bent, { padding: noise() });
    count += 1;
    return bendBytes(original.encodeMessage(bent, zipped && !is('calls plain JSON gzip')), zipped, count, is);
  };
  return { ...original, encodeMessage };
}

export function bendSets(original: typeof Sets, is: Is): typeof Sets {
  const writeValue: typeof Sets.writeValue = (value, moment) => {
    const written = original.writeValue(value, moment);
    if (!(value instanceof original.DetectionSet)) return written;
    if (value.things.length > 0) return { ...(written as object), predictions: value.things.map(bent) };
    if (!is('gives half the size where nothing was seen')) return written;
    return { image: { width: moment.width / 2, height: moment.height / 2 }, predictions: [] };
  };
  let last = 0;
  const bent = (thing: Sets.Thing): Sets.Thing => {
    last += 1;
    if (is('numbers things anew') && thing.tracker_id !== undefined) return { ...thing, tracker_id: last };
    const { time_in_zone: seconds } = thing;
    const isTimed = is('times in milliseconds') && seconds !== undefined;
    return isTimed ? { ...thing, time_in_zone: seconds * 1000 } : thing;
  };
  return { ...original, writeValue };
}

function bendBytes(bytes: Uint8Array, zipped: boolean, count: number, is: Is): Uint8Array {
  const isPlain = bytes[0] === 0x7b;
  if (is('calls plain JSON gzip') && zipped) return Buffer.concat([Buffer.from([0x1f, 0x8b]), bytes]);
  if (is('gzips messages without data') && isPlain) return gzipSync(bytes);
  const plain = is('sends plain where gzip is promised') || (is('gzips every other') && count % 2 === 0);
  return plain && !isPlain ? gunzipSync(bytes) : bytes;
}

/** What gzip cannot make small: more than three chunks of it. */
function noise(): string {
  return Array.from({ length: 16_000 }, () => Math.random().toString(36).slice(2, 12)).join('');
}

export function bendFraming(original: typeof Framing, is: Is): typeof Framing {
  const frameChunks: typeof Framing.frameChunks = (frameId, payload) => {
    const chunks = original.frameChunks(is('counts frames from 0') ? frameId - 1 : frameId, payload);
    if (is('sends text')) return chunks.map((each) => Buffer.from(each).toString('base64')) as never;
    if (is('writes big-endian headers')) return chunks.map(swapHeader);
    if (is('sends chunks in reverse')) return chunks.reverse();
    return is('sends chunks of 60 KiB') ? cut(frameId, payload, 60 * 1024) : chunks;
  };
  return { ...original, frameChunks };
}

function swapHeader(chunk: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const view = new DataView(chunk.buffer);
  for (const at of [0, 4, 8]) view.setUint32(at, view.getUint32(at, true), false);
  return chunk;
}

function cut(frameId: number, payload: Uint8Array, size: number): Uint8Array<ArrayBuffer>[] {
  const total = Math.ceil(payload.length / size);
  return Array.from({ length: total }, (_, index) => {
    const part = payload.subarray(index * size, (index + 1) * size);
    const chunk = new Uint8Array(12 + part.length);
    [frameId, index, total].forEach((word, at) => {
      new DataView(chunk.buffer).setUint32(at * 4, word, true);
    });
    chunk.set(part, 12);
    return chunk;
  });
}

export function bendAnswer(original: typeof Answer, is: Is): typeof Answer {
  const answerOffer: typeof Answer.answerOffer = async (...args) => {
    const sdp = await original.answerOffer(...args);
    if (is('leaves candidates out')) return sdp.replace(/^a=candidate:.*\r\n/gm, '');
    const loopback = 'a=candidate:99 1 udp 1 127.0.0.1 9 typ host\r\n';
    return is('offers loopback') ? sdp.replace(/^(?=a=candidate:)/m, loopback) : sdp;
  };
  return { ...original, answerOffer };
}

export function bendLifetime(original: typeof Lifetime, is: Is): typeof Lifetime {
  const limitsFor: typeof Lifetime.limitsFor = (seconds) => {
    const limits = original.limitsFor(seconds);
    if (is('outlives its time')) return { ...limits, processing: 1e9 };
    return is('ends early') ? { ...limits, processing: limits.processing / 2 } : limits;
  };
  return { ...original, limitsFor };
}

export function bendOutputs(original: typeof Outputs, is: Is): typeof Outputs {
  const toOutputMode: typeof Outputs.toOutputMode = (names) => {
    const mode = original.toOutputMode(names);
    if (is('sends all for one name') && mode.kind === 'some') return { kind: 'all' };
    return is('sends data for null') && mode.kind === 'none' ? { kind: 'all' } : mode;
  };
  const chooseOutputs: typeof Outputs.chooseOutputs = (mode, workflow) => {
    const bent = is('sends pictures with the star') && mode.kind === 'all';
    return bent ? { names: [...workflow.outputs], errors: [] } : original.chooseOutputs(mode, workflow);
  };
  const checkOutputNames: typeof Outputs.checkOutputNames = (field, names, known) => {
    const rest = names?.filter((name) => name !== '*');
    original.checkOutputNames(field, is('takes a star among names for all') ? rest : names, known);
  };
  const toStreamMode: typeof Outputs.toStreamMode = (names) =>
    is('sends no video back') ? null : original.toStreamMode(names);
  return { ...original, toOutputMode, chooseOutputs, checkOutputNames, toStreamMode };
}

export function bendPlan(original: typeof Plan, is: Is): typeof Plan {
  const planReport: typeof Plan.planReport = (workflow, mode, stream) => {
    const plan = original.planReport(workflow, mode, stream);
    const { video } = plan;
    if (is('draws no boxes') && video) return { ...plan, video: { ...video, drawing: PLAIN } };
    return is('ends the video at []') && stream?.kind === 'nothing' ? { ...plan, video: null } : plan;
  };
  const fillOutputs: typeof Plan.fillOutputs = (order, values, painted, metadata) => {
    if (!is('calls something else a JPEG') || !painted) {
      return original.fillOutputs(order, values, painted, metadata);
    }
    const names = Object.keys(painted.images);
    const images = Object.fromEntries(names.map((name) => [name, Buffer.from(name).toString('base64')]));
    return original.fillOutputs(order, values, { ...painted, images }, metadata);
  };
  return { ...original, planReport, fillOutputs };
}
