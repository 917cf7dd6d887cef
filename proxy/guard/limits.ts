import { type Env, setting } from '../env';
import { splitList } from '../envKeys';

/** How much of each a day. */
export type Limits = { credentials: number; sessions: number; minutes: number; photos: number };

const DEFAULTS = { VISITOR_LIMITS: [200, 60, 120, 100], TOTAL_LIMITS: [5000, 1000, 1200, 1000] } as const;

/** One address may hold a family or an office: so many visitors' worth, however many sessions it starts. */
export const VISITORS_PER_ADDRESS = 4;
/** Calls that cost something, of one visitor in one minute. A page in trouble makes ten. */
export const CALLS_A_MINUTE = 60;
/** Dials within one lineage in ten minutes. More than that is no recovery, and is paid for like a first dial. */
export const REDIALS = 6;
export const TEN_MINUTES_MS = 600_000;

/** @throws ApiError `not_configured` where the variable is malformed. */
export function limitsOf(env: Env, key: keyof typeof DEFAULTS): Limits {
  const given = splitList(setting(env, key) ?? '').map(Number);
  const [credentials = 0, sessions = 0, minutes = 0, photos = 0] = given.length > 0 ? given : DEFAULTS[key];
  return { credentials, sessions, minutes, photos };
}
