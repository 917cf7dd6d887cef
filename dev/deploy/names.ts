/** Whether a deployment has all its variables, told by their names alone: Cloudflare shows no values. */
import type { EnvKey } from '../../proxy/settings/env';
import { ENV_KEYS, idleKeys, keyProblem, workerKeys } from '../../proxy/settings/env';
import { RELAY_KEYS } from '../../proxy/turn/keys';

type Deployment = {
  /** Names of variables and secrets that are set. */
  names: readonly string[];
  /** Whether a D1 database is bound as DB. */
  database: boolean;
};

const SIGN_IN: EnvKey[] = ['CF_ACCESS_TEAM', 'CF_ACCESS_AUD'];
const STAND_INS = Object.keys(ENV_KEYS).filter((key) => key.endsWith('_API_URL'));

/** One sentence with a remedy for each thing that is wrong; none where it is right. */
export function deploymentProblems({ names, database }: Deployment): string[] {
  const has = (key: string) => names.includes(key);
  const unknown = names.map((name) => keyProblem(name, '')).filter((problem) => problem !== null);
  const standIns = STAND_INS.filter(has).map((key) => `${key} is for tests. Remove it.`);
  const missing = new Set([...worker(has), ...relay(has), ...guard(has, database)]);
  return [
    ...unknown,
    ...standIns,
    ...[...missing].map((key) => `${key} is missing. ${ENV_KEYS[key].about}${instead(key)}`),
    ...idleKeys(has),
    ...entrance(has),
    ...uncounted(has, database),
  ];
}

type Has = (key: string) => boolean;

/** Pages reaches no private network: one's own inference server has a public name there, and wants a key. */
function worker(has: Has): EnvKey[] {
  return workerKeys(has).filter((key) => !has(key));
}

function relay(has: Has): EnvKey[] {
  const { roboflow: _ofTheAccount, ...others } = RELAY_KEYS;
  const begun = Object.values(others).filter((keys) => keys.some(has));
  // A relay that is named and has no keys of its own is the Roboflow account's.
  if (begun.length === 0 && has('ENHANCED_TURN')) return [];
  // Twilio stands for "any of them" where none was begun.
  return (begun.length > 0 ? begun : [RELAY_KEYS.twilio]).flatMap((keys) => keys.filter((key) => !has(key)));
}

/** A variable's way round, where there is one. */
function instead(key: EnvKey): string {
  return key === 'TWILIO_ACCOUNT_SID'
    ? ' Where the Roboflow account has a relay of its own, set ENHANCED_TURN=roboflow instead.'
    : '';
}

function guard(has: Has, database: boolean): EnvKey[] {
  const turnstile: EnvKey[] = ['TURNSTILE_SITE_KEY', 'TURNSTILE_SECRET'];
  const locked = has('ACCESS_CODE') || turnstile.some(has);
  const half = [turnstile, SIGN_IN].flatMap((keys) =>
    keys.some(has) ? keys.filter((key) => !has(key)) : [],
  );
  return locked || database ? [...half, ...(has('SESSION_SECRET') ? [] : ['SESSION_SECRET' as const])] : half;
}

function entrance(has: Has): string[] {
  if (['ACCESS_CODE', 'TURNSTILE_SITE_KEY', 'OPEN_ACCESS', ...SIGN_IN].some(has)) return [];
  return [
    'Nobody would get in. Set ACCESS_CODE, Turnstile’s two keys or those of Cloudflare Access, or OPEN_ACCESS to let everyone in.',
  ];
}

/** Without a database each isolate counts wrong codes for itself, and Cloudflare runs many of them. */
function uncounted(has: Has, database: boolean): string[] {
  if (database || !has('ACCESS_CODE') || SIGN_IN.some(has)) return [];
  return [
    'ACCESS_CODE is the guard, and no database is bound as DB to count wrong codes: somebody who guesses would not be stopped. ' +
      'Run: npx wrangler d1 create sightline --binding DB --update-config',
  ];
}
