import type { D1Database } from '@cloudflare/workers-types';
import { splitList } from '../../protocol/list';
import { ApiError } from '../errors';
import { isLocal } from '../hosts';
import { RELAY_KEYS } from '../turn/keys';
import { ENV_KEYS, type EnvKey } from './envKeys';
import { nearest } from './nearest';

export { ENV_KEYS, type EnvKey };

/** Who asks, by the front's word. */
export type Visitor = {
  /** At this very machine. */
  here: boolean;
  https: boolean;
};

/** What Pages binds: text for every key above, each of them optional. */
export type Env = { [key in EnvKey]?: string } & {
  DB?: D1Database;
  /** Set by `npm start`, by which the app knows its front (front.ts). */
  FRONT_SECRET?: string;
  /** Of one request; only behind a front. */
  visitor?: Visitor;
};

/** Whether the variable holds anything; an empty one counts as absent. */
export function has(env: Env, key: EnvKey): boolean {
  return typeof env[key] === 'string' && env[key].trim() !== '';
}

/**
 * The variable's value, trimmed (a pasted secret often ends in a newline), or undefined where it is unset or
 * empty.
 * @throws ApiError `not_configured` where it is malformed; the message names the variable and never its
 * value.
 */
export function setting(env: Env, key: EnvKey): string | undefined {
  const value = env[key]?.trim();
  if (!value) return undefined;
  const problem = malformed(key, value);
  if (problem) throw new ApiError('not_configured', problem);
  return value;
}

/** Like `setting`, for what a route cannot do without.
 * @throws ApiError `not_configured` where it is unset, empty or malformed. */
export function required(env: Env, key: EnvKey): string {
  const value = setting(env, key);
  if (value === undefined) throw new ApiError('not_configured', missing(key));
  return value;
}

/** The entries of a comma-separated variable; undefined where it is unset, none where it is empty. */
export function listSetting(env: Env, key: EnvKey): string[] | undefined {
  if (env[key] === undefined) return undefined;
  return splitList(setting(env, key));
}

/** An address without its trailing slashes, ready to have a path put after it. */
export function urlSetting(env: Env, key: EnvKey): string | undefined {
  return setting(env, key)?.replace(/\/+$/, '');
}

export function missing(key: EnvKey): string {
  return `${key} is missing. ${ENV_KEYS[key].about} Set it in the deployment’s settings (.dev.vars on your own machine).`;
}

/**
 * One sentence for a key that the app does not know, or for a value of the wrong form; null where both are
 * right.
 */
export function keyProblem(key: string, value: string): string | null {
  if (isEnvKey(key)) return value.trim() === '' ? null : malformed(key, value.trim());
  const known = nearest(key, Object.keys(ENV_KEYS));
  return known
    ? `${key} is not a variable of this app. Did you mean ${known}? Rename or remove it.`
    : `${key} is not a variable of this app. Remove it; README.md lists them all.`;
}

function malformed(key: EnvKey, value: string): string | null {
  const { shape } = ENV_KEYS[key];
  return shape.test(value) ? null : `${key} is malformed: it must be ${shape.expected}. Correct it.`;
}

function isEnvKey(key: string): key is EnvKey {
  return Object.hasOwn(ENV_KEYS, key);
}

/** Keys whose use is billed to their owner, each with what puts something else in the vendor's place. */
const BILLED = [
  ['ROBOFLOW_API_KEY', 'ROBOFLOW_SERVER_URL'],
  ['TWILIO_AUTH_TOKEN', 'TWILIO_API_URL'],
  ['CLOUDFLARE_TURN_API_TOKEN', 'CLOUDFLARE_TURN_API_URL'],
] as const satisfies [EnvKey, EnvKey][];

export function hasBilledKey(env: Env): boolean {
  return BILLED.some(([key]) => has(env, key));
}

/** Whether a request may cost money: what stands on the local network in a vendor's place bills nobody. */
export function isBilled(env: Env): boolean {
  return BILLED.some(([key, place]) => has(env, key) && !isLocalUrl(env[place]));
}

function isLocalUrl(url = ''): boolean {
  return URL.canParse(url.trim()) && isLocal(new URL(url.trim()).hostname);
}

/** Keys that are of no use without each other. */
const TOGETHER: EnvKey[][] = [
  ...Object.values(RELAY_KEYS),
  ['TURNSTILE_SITE_KEY', 'TURNSTILE_SECRET'],
  ['CF_ACCESS_TEAM', 'CF_ACCESS_AUD'],
];
/** Pairs of which only the first is used. */
const INSTEAD = [['FAST_WORKFLOW_ID', 'FAST_MODEL_ID']] as const satisfies [EnvKey, EnvKey][];
/** What a server that is not on the local network is asked for with. */
const HOSTED = [
  'ROBOFLOW_API_KEY',
  'ROBOFLOW_WORKSPACE',
  'FAST_WORKFLOW_ID',
  'FAST_MODEL_ID',
  'ACCURATE_WORKFLOW_ID',
  'WORKFLOWS',
  'ROBOFLOW_SERVER_URL',
] as const satisfies EnvKey[];

/**
 * Everything that is wrong with a `.dev.vars` file, one sentence with a remedy each; none where it is right
 * (an empty one is). Names variables, never values.
 */
export function checkEnv(values: Record<string, string>): string[] {
  const env: Env = values;
  const problems = Object.entries(values).map(([key, value]) => keyProblem(key, value));
  const gaps = [
    ...TOGETHER.flatMap((keys) => gapsIn(env, keys)),
    ...hostedGaps(env),
    ...relayGaps(env),
    ...lockGaps(env),
  ];
  const idle = idleKeys((key) => has(env, key));
  return [...new Set([...problems.filter((problem) => problem !== null), ...gaps.map(missing), ...idle])];
}

function gapsIn(env: Env, keys: EnvKey[]): EnvKey[] {
  return keys.some((key) => has(env, key)) ? keys.filter((key) => !has(env, key)) : [];
}

/** A worker on the local network brings its own workflow and asks for no key. */
function hostedGaps(env: Env): EnvKey[] {
  if (isLocalUrl(env.ROBOFLOW_SERVER_URL)) return [];
  return HOSTED.some((key) => has(env, key))
    ? workerKeys((key) => has(env, key)).filter((key) => !has(env, key))
    : [];
}

/** What Roboflow's server cannot do without; a model brings no workflow, and then no workspace is needed. */
export function workerKeys(isSet: (key: EnvKey) => boolean): EnvKey[] {
  const fast: EnvKey[] = isSet('FAST_MODEL_ID') ? [] : ['FAST_WORKFLOW_ID'];
  const named = ['FAST_WORKFLOW_ID', 'ACCURATE_WORKFLOW_ID', 'WORKFLOWS'] as const;
  const workspace: EnvKey[] = fast.length > 0 || named.some(isSet) ? ['ROBOFLOW_WORKSPACE'] : [];
  return ['ROBOFLOW_API_KEY', ...workspace, ...fast];
}

/** One sentence for each variable that another one makes useless. */
export function idleKeys(isSet: (key: EnvKey) => boolean): string[] {
  const idle = INSTEAD.filter((pair) => pair.every(isSet));
  return idle.map(([used, unused]) => `${unused} is of no use beside ${used}. Remove one of them.`);
}

function relayGaps(env: Env): EnvKey[] {
  return (Object.entries(RELAY_KEYS).find(([name]) => name === env.ENHANCED_TURN?.trim())?.[1] ?? []).filter(
    (key) => !has(env, key),
  );
}

/** Each lock ends in a signed cookie. */
function lockGaps(env: Env): EnvKey[] {
  const locked = has(env, 'ACCESS_CODE') || has(env, 'TURNSTILE_SECRET');
  return locked && !has(env, 'SESSION_SECRET') ? ['SESSION_SECRET'] : [];
}
