/** What is to be seen: every recorded result, and those made here. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { frameChunks } from '../../protocol/framing';
import { ROOT } from '../process/paths';
import { MADE_RESULTS } from '../scenes/results';
import { resultMessages } from '../standins/resultWorker';

const FIXTURES = join(ROOT, 'web', 'results', 'fixtures');

/** `messages`: of a frame with this number. */
export type LiveCase = { name: string; messages(frameId: number): Uint8Array<ArrayBuffer>[]; ends: boolean };
/** A server's answer to a photo. */
export type PhotoCase = { name: string; status: number; body: unknown };

/** Those last that end the session. */
export function liveCases(): LiveCase[] {
  const made = Object.entries(MADE_RESULTS).map(([name, outputs]) => ({
    name: `made-${name}`,
    messages: (frameId: number) => resultMessages(frameId, outputs),
    ends: false,
  }));
  const recorded = namesIn('frames').map((name) => recordedCase(name, readJson('frames', name)));
  return [...made, ...recorded].sort((a, b) => Number(a.ends) - Number(b.ends));
}

export function photoCases(): PhotoCase[] {
  const answers = namesIn('http').filter((name) => !name.startsWith('describe_interface'));
  const recorded = answers.map((name) => {
    const { status = 200, body, ...bare } = readJson('http', name) as { status?: number; body?: unknown };
    return { name: `photo-${name}`, status, body: body ?? bare };
  });
  const made = ['skeletons', 'holes', 'turned', 'zone', 'three_hundred'].map((name) => ({
    name: `photo-made-${name}`,
    status: 200,
    body: { outputs: [MADE_RESULTS[name]], profiler_trace: [] },
  }));
  return [...made, ...recorded];
}

type Recorded = { video_metadata: { frame_id: number } | null; processing_complete?: boolean };

function recordedCase(name: string, message: Recorded): LiveCase {
  const messages = (frameId: number) => {
    const now = { ...message, ...(message.video_metadata && { video_metadata: { ...message.video_metadata, frame_id: frameId } }) }; // biome-ignore format: one line
    return frameChunks(frameId, new TextEncoder().encode(JSON.stringify(now)));
  };
  return { name: `live-${name}`, messages, ends: message.processing_complete === true };
}

function namesIn(kind: string): string[] {
  return readdirSync(join(FIXTURES, kind)).map((file) => file.replace('.json', ''));
}

function readJson(kind: string, name: string) {
  return JSON.parse(readFileSync(join(FIXTURES, kind, `${name}.json`), 'utf8'));
}
