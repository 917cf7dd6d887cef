/** What a rule is, and the three ways it can end. */
import type { Context } from './context';

/**
 * What a server of this protocol may lack. A rule that names one of these may end as "not offered"; no other may,
 * and a server that promises it (see `promises.ts`) fails instead.
 */
export const FEATURES = {
  gzip: 'results are gzipped (WEBRTC_GZIP_PREVIEW_FRAME_COMPRESSION can switch it off)',
  ice: 'ICE servers by request (OFFLINE_MODE answers them with 500)',
  named: 'workflows by name, for the given --workspace, --workflow and --api-key',
  keys: 'a list of keys that are let in',
  video: 'a video track back',
  images: 'images as outputs',
  reason: 'termination_reason (servers from 0.64.9 on)',
  drawing: 'boxes drawn round codes (the hosted compiler may hold codes and objects apart)',
  webp: 'photos in WebP',
  ping: 'an echo on the channel named video_upload',
  quota: 'a limit of concurrent streams (hosted: 10)',
} as const;
export type Feature = keyof typeof FEATURES;

export type Rule = {
  /** Stable: a report of last year names the same rule by the same number. */
  number: number;
  words: string;
  /** Where the reference says or does so. Paths are those of Roboflow `inference` 1.8.3 and of the
   * packages that it is made of now: `streamvision` 0.1.3 (the worker) and `roboflow-workflows` 0.2.13 (the blocks). */
  source: string;
  optional?: Feature;
  /** @returns what was seen. @throws Violation, NotOffered; anything else counts as a failure too. */
  check(context: Context): Promise<string>;
};

export type Group = { title: string; rules: Rule[] };

export type Verdict = 'pass' | 'fail' | 'not offered';
export type Finding = { rule: Rule; verdict: Verdict; seen: string };

/** The server broke the rule; the message says what was seen. */
export class Violation extends Error {}
/** The server lacks the feature that the rule is about. */
export class NotOffered extends Error {}

/** @throws Violation with `seen` where `holds` is false. */
export function expect(holds: unknown, seen: string): asserts holds {
  if (!holds) throw new Violation(seen);
}

const SECRET = new Set(['api_key', 'credential', 'username']);

/** JSON for a report: one line, cut short, without keys, and without an SDP, which names addresses and fingerprints. */
export function show(value: unknown, limit = 110): string {
  const hide = (key: string, each: unknown) => {
    if (typeof each !== 'string') return each;
    return SECRET.has(key) ? '(hidden)' : each.startsWith('v=0') ? '(an SDP)' : each;
  };
  const text = (JSON.stringify(value, hide) ?? String(value)).replace(/\s+/g, ' ');
  return text.length > limit ? `${text.slice(0, limit - 1)}…` : text;
}

export type Json = Record<string, unknown>;

export function isRecord(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
