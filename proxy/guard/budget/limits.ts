import { splitList } from '../../../protocol/list';
import { type Env, setting } from '../../settings/env';

/**
 * How much of each a day. `sessions` are dials that the worker answered, recoveries and renewals included.
 */
export type Limits = { credentials: number; sessions: number; minutes: number; photos: number };

/**
 * A visitor's are what an honest page needs of two hours live on a bad network, with something to spare
 * (honest.test.ts plays it). The totals are what the owner may lose: of minutes ten such visitors' worth.
 */
export const DEFAULT_LIMITS = {
  VISITOR_LIMITS: [40, 60, 120, 100],
  TOTAL_LIMITS: [300, 1000, 1200, 1000],
} as const;

/** One address may hold a family or an office: so many visitors' worth, however many sessions it starts. */
export const VISITORS_PER_ADDRESS = 4;
/** Calls that cost something, of one visitor in one minute. A page in trouble makes ten. */
export const CALLS_A_MINUTE = 60;
/**
 * Dials that go on from another one, of one visitor in ten minutes. One more is no recovery, and pays as a
 * first dial does.
 */
export const REDIALS = 8;
export const TEN_MINUTES_MS = 600_000;

/**
 * How long sessions of one visitor may run beside each other in a day, as a share of the visitor's minutes. A
 * session that was replaced runs on until its time is over, for all that is known here: a page that recovers
 * ten times an hour leaves up to 1.8 times its own time behind. Beyond it a dial pays in full, whatever it
 * goes on from.
 */
const OVERLAP_SHARE = 2;
/**
 * So many dials that failed are given back in a day, as a share of the sessions: an outage of the worker is
 * nobody's fault.
 */
const FAILED_SHARE = 0.5;

/** What is counted by the day. */
export type DayKind = 'credentials' | 'sessions' | 'seconds' | 'overlap' | 'failed' | 'photos';

/**
 * The most of each. `seconds` are of time that a visitor's sessions add one after the other; of the
 * deployment they are all that is granted.
 */
export function dayCaps({ credentials, sessions, minutes, photos }: Limits): Record<DayKind, number> {
  const seconds = minutes * 60;
  const failed = Math.floor(sessions * FAILED_SHARE);
  return { credentials, sessions, seconds, overlap: seconds * OVERLAP_SHARE, failed, photos };
}

/** @throws ApiError `not_configured` where the variable is malformed. */
export function limitsOf(env: Env, key: keyof typeof DEFAULT_LIMITS): Limits {
  const given = splitList(setting(env, key)).map(Number);
  const [credentials = 0, sessions = 0, minutes = 0, photos = 0] =
    given.length > 0 ? given : DEFAULT_LIMITS[key];
  return { credentials, sessions, minutes, photos };
}
