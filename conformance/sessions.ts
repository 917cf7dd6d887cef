/** Sessions that are watched once and judged by many rules. */
import type { Message } from './client/messages';
import type { Peer } from './client/peer';
import { createScene, drawQr, overlap, type Placed, type Scene } from './client/scene';
import { type Context, type Dialled, FOUND, predictionsOf } from './context';
import { expect, isRecord, type Json } from './verdict';

const BLANK = createScene();
export const TWO_CODES = drawQr(drawQr(createScene(), 'left code', 70, 90, 6), 'right code', 400, 230, 5);
/** The label is the client's to choose. */
export const LABEL = 'any label';

export const FIRST_RESULT_MS = 15_000;
export const EFFECT_MS = 6000;

type Stream = Dialled & { coded: Message[]; blank: Message[] };

/** All outputs: first two codes, then none. */
export async function allOutputs(context: Context): Promise<Stream> {
  const dialled = await context.connect({ declared_fps: 15 }, { label: LABEL });
  const { peer } = dialled;
  peer.film(() => TWO_CODES);
  const isCoded = (message: Message) => foundIn(message)?.length === 2;
  await peer.until(() => peer.messages.filter(isCoded).length >= 8, context.ms(FIRST_RESULT_MS));
  const coded = peer.messages.filter(isCoded);
  const from = peer.messages.length;
  peer.film(() => BLANK);
  const isBlank = (message: Message) => foundIn(message)?.length === 0;
  const blanks = () => peer.messages.slice(from).filter(isBlank);
  if (from > 0) await peer.until(() => blanks().length >= 3, context.ms(EFFECT_MS));
  const blank = blanks();
  context.hangUp(peer);
  return { ...dialled, coded, blank };
}

/** @returns the stream's whole messages. @throws Violation where it had none. */
export async function streamed(context: Context): Promise<Message[]> {
  const { peer } = await context.once(allOutputs);
  const { chunks, messages } = peer.collector;
  expect(messages.length > 0, `no whole message in 15 s (${chunks.length} data-channel messages)`);
  return messages;
}

export async function codedMessages(context: Context): Promise<Message[]> {
  const all = await streamed(context);
  const { coded } = await context.once(allOutputs);
  expect(coded.length > 0, `none of ${all.length} messages held the two codes`);
  return coded;
}

/** A session that films the two codes and has sent so many results. @throws Violation where it does not. */
export async function running(context: Context, changes: Json = {}, results = 1): Promise<Peer> {
  const { peer } = await context.connect(changes);
  peer.film(() => TWO_CODES);
  const began = await peer.until(() => peer.messages.length >= results, context.ms(FIRST_RESULT_MS));
  if (!began) context.hangUp(peer);
  expect(began, `${peer.messages.length} messages in 15 s`);
  return peer;
}

/** Sends a control message. @returns the first message after it that fits, or null where none does. */
export function answerTo(
  context: Context,
  peer: Peer,
  control: unknown,
  fits: (message: Message) => boolean,
): Promise<Message | null> {
  const from = peer.messages.length;
  peer.send(control);
  return peer.next(fits, context.ms(EFFECT_MS), from);
}

export const oneOutput = (context: Context) => modeSession(context, { data_output: [FOUND] });
export const nullOutput = (context: Context) => modeSession(context, { data_output: null });
export const emptyOutput = (context: Context) => modeSession(context, { data_output: [] });

/** Four messages of a session that was asked for in this way. @throws Violation where they do not come. */
async function modeSession(context: Context, changes: Json): Promise<Message[]> {
  const peer = await running(context, changes);
  await peer.until(() => peer.messages.length >= 4, context.ms(FIRST_RESULT_MS));
  context.hangUp(peer);
  return peer.messages;
}

/** Longer for a slow server: its clock runs while it gathers, before its answer
 * (streamvision/webrtc_worker/webrtc.py:995-1010). */
export const timeoutS = (context: Context) => Math.ceil(context.ms(5000) / 1000);
export type Ended = Dialled & { final: Message | null; endAtMs: number | null };

/** A session with little time, filmed past its end. */
export async function timed(context: Context): Promise<Ended> {
  const processing_timeout = timeoutS(context);
  const dialled = await context.connect({ processing_timeout });
  const { peer } = dialled;
  peer.film(() => TWO_CODES);
  const final = await peer.next(isFinal, processing_timeout * 1000 + context.ms(3000));
  // The drain takes up to 2 s; the rest is for the news of the end to arrive.
  await peer.until(() => peer.isHungUp, context.ms(6000));
  const endAtMs = peer.isHungUp ? performance.now() : null;
  context.hangUp(peer);
  return { ...dialled, final, endAtMs };
}

export function isFinal({ json }: Message): boolean {
  return json?.processing_complete === true;
}

export function foundIn({ json }: Message, name = FOUND): Json[] | null {
  return predictionsOf(json?.serialized_output_data, name);
}

export function metadataOf({ json }: Message): Json {
  return isRecord(json?.video_metadata) ? json.video_metadata : {};
}

export function outputsOf({ json }: Message): Json | null {
  return isRecord(json?.serialized_output_data) ? json.serialized_output_data : null;
}

/**
 * How well a prediction lies on a drawn code, for `x`, `y` read as the centre and as the top left corner.
 * Both in shares of the frame, because an encoder may scale the picture down on its way.
 */
export function fitOf(
  prediction: Json,
  { box }: Placed,
  scene: Scene,
  frame: { width: number; height: number },
) {
  const [x, y, width, height] = ['x', 'y', 'width', 'height'].map((key) => Number(prediction[key]));
  const [across, down] = [scene.width / frame.width, scene.height / frame.height];
  const size = { width: (width ?? 0) * across, height: (height ?? 0) * down };
  const at = { x: (x ?? 0) * across, y: (y ?? 0) * down };
  const asCentre = overlap({ ...at, ...size }, box);
  const corner = { x: at.x + size.width / 2, y: at.y + size.height / 2, ...size };
  return { asCentre, asCorner: overlap(corner, box) };
}
