/** One photo over HTTP: the hosted server's workflow routes, for images sent as base64. */
import type { IncomingMessage } from 'node:http';
import * as v from 'valibot';
import { shorten } from '../../protocol/shorten';
import { PoolBusy, PoolLate } from '../detect/threads/thread-pool';
import { UnreadablePhoto } from '../detect/types';
import {
  badRequest,
  busy,
  internalError,
  Refusal,
  stepFailed,
  tookTooLong,
  tooLarge,
  urlRefused,
} from '../errors';
import { naiveLocalTime } from '../results/message';
import { fillOutputs, type ImageMetadata, imagesOf } from '../results/plan';
import type { Workflow } from '../workflows/types';
import { decodeBase64 } from './base64';
import type { Held } from './bodies';
import { readJson } from './body';
import { checkKey, resolveKey } from './keys';
import { parseBody } from './schema-errors';
import type { Services } from './services';

const MAX_PHOTO_BYTES = 20 * 1024 * 1024;
/** Base64 takes four bytes for three; the rest of the body is small. */
const MAX_BODY_BYTES = Math.ceil((MAX_PHOTO_BYTES * 4) / 3) + 64 * 1024;
/** Images in one request; each takes a thread for a while. */
const MAX_IMAGES = 4;

/**
 * As the hosted server takes them: the text alone, or with a type, of which it knows few and minds no other.
 */
const image = v.union([v.string(), v.object({ type: v.optional(v.string()), value: v.string() })]);
const photoRequest = v.object({
  api_key: v.nullish(v.string()),
  inputs: v.record(v.string(), v.unknown()),
  excluded_fields: v.nullish(v.array(v.string())),
});
const inlineRequest = v.object({
  ...photoRequest.entries,
  specification: v.record(v.string(), v.unknown()),
});

/** A workflow by name, or null for the one that stands in the body. */
export type PhotoTarget = { workspace: string; id: string } | null;

type Photo = Uint8Array<ArrayBuffer>;
type Work = { workflow: Workflow; names: string[]; photos: Photo[]; parent: string };

/**
 * Pixels in the answer are those of the upright photo: EXIF orientation is applied, as the hosted server's
 * decoder does.
 */
export async function handlePhoto(request: IncomingMessage, target: PhotoTarget, services: Services) {
  const held = services.bodies.open();
  try {
    const work = await readRequest(request, target, services, held);
    const outputs: Record<string, unknown>[] = [];
    for (const photo of work.photos) {
      outputs.push(await run(work, photo, services));
      services.metrics.photosRead += 1;
    }
    return { outputs, profiler_trace: [] };
  } finally {
    held.giveBack();
  }
}

/**
 * Apart, so that the body's text, four bytes for three of the photos, is gone while these wait for a thread.
 */
async function readRequest(
  request: IncomingMessage,
  target: PhotoTarget,
  { settings, registry }: Services,
  held: Held,
): Promise<Work> {
  const sent = await readJson(request, MAX_BODY_BYTES, held);
  const body = parseBody(photoRequest, sent);
  const specification = target ? null : parseBody(inlineRequest, sent).specification;
  checkKey(resolveKey(request, body.api_key), settings.apiKeys, target !== null);
  const wanted = { specification, workspace: target?.workspace, id: target?.id, parameters: body.inputs };
  const workflow = registry.find(wanted);
  const { imageInput } = workflow;
  const given = body.inputs[imageInput];
  const names = workflow.outputs.filter((name) => !body.excluded_fields?.includes(name));
  // A list's pictures are numbered, one alone is not.
  const parent = Array.isArray(given) ? `${imageInput}.[0]` : imageInput;
  return { workflow, names, photos: photosOf(given, imageInput), parent };
}

function photosOf(input: unknown, name: string): Photo[] {
  if (input === undefined) throw badRequest(`inputs.${name} is missing: send {type: "base64", value: …}.`);
  const list = Array.isArray(input) ? input : [input];
  if (list.length === 0 || list.length > MAX_IMAGES) {
    throw badRequest(`inputs.${name} must hold 1 to ${MAX_IMAGES} images.`);
  }
  return list.map((each) => decodePhoto(each, name));
}

function decodePhoto(input: unknown, name: string): Photo {
  const parsed = v.safeParse(image, input);
  if (!parsed.success) throw badRequest(`inputs.${name} must be {type: "base64", value: …}.`);
  const { type, value } =
    typeof parsed.output === 'string' ? { type: 'base64', value: parsed.output } : parsed.output;
  // Pickled arrays, which the hosted server takes only where its operator allows them.
  if (type?.startsWith('numpy')) throw badRequest(`inputs.${name}.type must be "base64".`);
  if (type === 'url' || /^\w+:\/\//.test(value)) throw urlRefused(`inputs.${name}`);
  const bytes = decodeBase64(value);
  if (!bytes) throw badRequest(`inputs.${name}.value is not base64.`);
  if (bytes.length > MAX_PHOTO_BYTES) throw tooLarge(MAX_PHOTO_BYTES);
  return bytes;
}

async function run(
  { workflow, names, parent }: Work,
  photo: Photo,
  { painter }: Services,
): Promise<Record<string, unknown>> {
  const drawings = imagesOf(workflow, names);
  // The detector takes the bytes over.
  const bytes = drawings.length > 0 ? photo.slice() : null;
  try {
    const detections = await workflow.detector.detectPhoto(photo);
    const { width, height } = detections;
    const made = workflow.begin()({ width, height, atMs: Date.now(), fps: PHOTO_FPS, parent, detections });
    if ('failed' in made) throw stepFailed(made.failed);
    const images = drawings.map((each) => ({ ...each, things: [...made.thingsOf(each.drawing)] }));
    const painted = bytes && (await painter.paintPhoto({ bytes, images }));
    return fillOutputs({ names, images }, made.values, painted, photoMetadata()) ?? {};
  } catch (error) {
    if (error instanceof Refusal) throw error;
    if (error instanceof UnreadablePhoto) throw badRequest(error.message);
    if (error instanceof PoolLate) throw tookTooLong();
    throw error instanceof PoolBusy ? busy() : internalError(whyNotRead(error));
  }
}

/** What the hosted worker takes a picture's stream to have (execution_engine/entities/base.py:722). */
const PHOTO_FPS = 30;

/**
 * In the words of the threads, which are handed pictures and nothing else: no key and no SDP can be in them.
 */
function whyNotRead(error: unknown): string {
  const [line = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
  return `a photo could not be looked at: ${shorten(line, 200)}`;
}

/** What the hosted worker says of a picture that is no frame. */
function photoMetadata(): ImageMetadata {
  return {
    video_identifier: 'image.[0]',
    frame_number: 0,
    frame_timestamp: naiveLocalTime(Date.now()),
    fps: PHOTO_FPS,
    measured_fps: null,
    comes_from_video_file: null,
  };
}
