/** Which ICE servers the page gets, and which the worker gets: two lists, never one. */
import { type IceServer, TURN_PROVIDERS, type TurnConfig, type TurnProviderName } from '../../protocol/api';
import { ApiError } from '../errors';
import { type Env, listSetting, required, setting } from '../settings/env';
import { cloudflare } from './cloudflare';
import { coturn } from './coturn';
import { RELAY_KEYS } from './keys';
import { type MintOptions, TTL_SECONDS, type TurnProvider } from './provider';
import { roboflow, roboflowServers } from './roboflow';
import { cleanList, hasRelay, vendorList, workerRelayList } from './rules';
import { twilio } from './twilio';

export const PROVIDERS: Record<TurnProviderName, TurnProvider> = { twilio, cloudflare, coturn, roboflow };
const PUBLIC_STUN = ['stun:stun.l.google.com:19302'];

export function isProvider(name: string): name is TurnProviderName {
  return TURN_PROVIDERS.some((known) => known === name);
}

/** The relay of ENH: the one ENHANCED_TURN names, else the first that is configured.
 * @throws ApiError `not_configured` where there is none; the sentence says what to set. */
export function chosenProvider(env: Env): TurnProvider {
  const named = setting(env, 'ENHANCED_TURN');
  const name = named ?? TURN_PROVIDERS.find((known) => PROVIDERS[known].isConfigured(env));
  if (name === undefined || !isProvider(name))
    throw new ApiError(
      'not_configured',
      'No relay is configured. Set the keys of Twilio, Cloudflare or coturn (README.md names them), or, on your own machine, install coturn and start again.',
    );
  return demandConfigured(env, name);
}

/** @throws ApiError `not_configured`, naming the first variable that is missing or malformed. */
export function demandConfigured(env: Env, name: TurnProviderName): TurnProvider {
  for (const key of RELAY_KEYS[name]) required(env, key);
  return PROVIDERS[name];
}

/** Fresh relay credentials for the page. */
export async function relayConfig(
  env: Env,
  provider: TurnProvider,
  call: Omit<MintOptions, 'ttlSeconds'>,
): Promise<TurnConfig> {
  const minted = await provider.mint(env, { ...call, ttlSeconds: TTL_SECONDS });
  // An own coturn has exactly the addresses that its owner wrote down; a vendor's list is ours to choose
  // from.
  const iceServers = provider.name === 'coturn' ? cleanList(minted) : vendorList(minted);
  if (!hasRelay(iceServers)) throw new ApiError('turn_bad_answer');
  return { iceServers, expiresInSeconds: lifetime(iceServers, call.deps.now()) };
}

/**
 * How long (s) the credentials are good: as long as they were ordered for, or less, where their names say so.
 * `EXPIRY:…` in Unix seconds is how a shared secret signs (draft-uberti-behave-turn-rest-00), and nobody can
 * order anything of Roboflow's.
 */
function lifetime(servers: IceServer[], nowMs: number): number {
  const ends = servers.flatMap(({ username }) => /^(\d{10}):/.exec(username ?? '')?.[1] ?? []);
  return Math.min(TTL_SECONDS, ...ends.map((end) => Math.max(0, Number(end) - Math.floor(nowMs / 1000))));
}

/** The page's list without ENH: the Roboflow account's own relay where it has one, else STUN. */
export async function defaultConfig(env: Env, call: Omit<MintOptions, 'ttlSeconds'>): Promise<TurnConfig> {
  const relays = await roboflowServers(env, { ...call, ttlSeconds: TTL_SECONDS });
  if (relays.length > 0) return { iceServers: relays };
  return { iceServers: stunServers(defaultStun(env)) };
}

/**
 * The worker's list, or null for none (a hosted worker then uses STUN servers of its own). It needs its
 * reflexive address so that the relay permits it, and no credentials of ours: a relay at both ends is billed
 * twice.
 */
export async function workerServers(
  env: Env,
  call: Omit<MintOptions, 'ttlSeconds'>,
): Promise<IceServer[] | null> {
  const stun = stunServers(listSetting(env, 'WORKER_STUN_URLS') ?? defaultStun(env));
  const relays = setting(env, 'WORKER_RELAY') === '1' ? await workerRelay(env, call) : [];
  const servers = [...stun, ...relays];
  return servers.length > 0 ? servers : null;
}

async function workerRelay(env: Env, call: Omit<MintOptions, 'ttlSeconds'>): Promise<IceServer[]> {
  const { iceServers } = await relayConfig(env, chosenProvider(env), call);
  return workerRelayList(iceServers);
}

function defaultStun(env: Env): string[] {
  return listSetting(env, 'DEFAULT_STUN_URLS') ?? PUBLIC_STUN;
}

function stunServers(urls: string[]): IceServer[] {
  return cleanList([{ urls }]);
}
