/** The worker's settings, from environment variables. */
import { hostName } from '../protocol/hosts';
import { splitList } from '../protocol/list';

export type Settings = {
  host: string;
  /** 0 lets the system choose. */
  port: number;
  /** `stun:` URL for the worker's own gathering, where a request hands none. */
  stunUrl: string | null;
  gzip: boolean;
  /** How much later the first answer comes, ms. */
  coldStartMs: number;
  /** Keys that are let in; null lets in any non-empty one. */
  apiKeys: readonly string[] | null;
  /** Names it answers to besides IP addresses and localhost. */
  hosts: readonly string[];
  /** Sessions at the same time. */
  maxStreams: number;
  /** Path of an ONNX model, or what a recipe calls one (models/recipes); null is the standard one. */
  model: string | null;
  /**
   * Its class names, with commas between them, or the path of a file with one a line; null takes them from
   * the model.
   */
  labels: string | null;
  /** Objects that the model is less sure of are left out, 0 to 1. */
  confidence: number;
  /** Boxes of one class that overlap by more than this are one object, 0 to 1. */
  iou: number;
};

/** A setting is wrong; the message is one line that says which and what it may be. */
export class SettingError extends Error {}

type Env = Record<string, string | undefined>;

/** An empty variable counts as unset, as shells and .env files write it. @throws SettingError */
export function readSettings(env: Env): Settings {
  return {
    host: readHost(env),
    port: readInteger(env, 'PORT', { fallback: 9001, min: 0, max: 65_535 }),
    stunUrl: readStunUrl(env),
    gzip: readSwitch(env, 'GZIP', true),
    // Ten minutes: no hosted GPU takes longer, and a timer that Node cannot hold would fire at once.
    coldStartMs: readInteger(env, 'COLD_START_MS', { fallback: 0, min: 0, max: 600_000 }),
    apiKeys: readKeys(env),
    hosts: [readHost(env), ...readHosts(env)],
    maxStreams: readInteger(env, 'MAX_STREAMS', { fallback: 10, min: 1, max: 1000 }),
    model: env.MODEL || null,
    labels: env.LABELS || null,
    confidence: readShare(env, 'CONFIDENCE', 0.4),
    iou: readShare(env, 'IOU', 0.45),
  };
}

function readHost(env: Env): string {
  const host = env.HOST || '127.0.0.1';
  if (/^[\w.:-]+$/.test(host)) return host;
  throw new SettingError('HOST must be an IP address or a host name, such as 127.0.0.1 or 0.0.0.0.');
}

function readStunUrl(env: Env): string | null {
  const url = env.STUN_URL;
  if (!url) return null;
  // RFC 7064; libwebrtc refuses a query such as ?transport=udp on a stun: URL, and a session would fail on
  // it.
  if (/^stuns?:[^\s?/]+$/.test(url)) return url;
  throw new SettingError('STUN_URL must look like stun:stun.example.com:3478, without "//" or "?".');
}

function readSwitch(env: Env, name: string, fallback: boolean): boolean {
  const value = env[name];
  if (!value) return fallback;
  if (value === '0' || value === '1') return value === '1';
  throw new SettingError(`${name} must be 0 (off) or 1 (on).`);
}

function readKeys(env: Env): string[] | null {
  if (!env.API_KEYS) return null;
  const keys = env.API_KEYS.split(',').map((key) => key.trim());
  if (keys.every((key) => key !== '')) return keys;
  throw new SettingError('API_KEYS must be keys with a comma between them; one of them is empty.');
}

function readHosts(env: Env): string[] {
  const names = splitList(env.ALLOWED_HOSTS);
  if (names.every((name) => hostName(name) !== null)) return names;
  throw new SettingError('ALLOWED_HOSTS must be host names with a comma between them.');
}

function readInteger(env: Env, name: string, limits: { fallback: number; min: number; max: number }): number {
  const value = env[name];
  if (!value) return limits.fallback;
  const number = Number(value);
  if (/^\d+$/.test(value) && number >= limits.min && number <= limits.max) return number;
  throw new SettingError(`${name} must be a whole number from ${limits.min} to ${limits.max}.`);
}

function readShare(env: Env, name: string, fallback: number): number {
  const value = env[name];
  if (!value) return fallback;
  const number = Number(value);
  if (/^\d*\.?\d+$/.test(value) && number > 0 && number <= 1) return number;
  throw new SettingError(`${name} must be a number above 0 and at most 1, such as ${fallback}.`);
}
