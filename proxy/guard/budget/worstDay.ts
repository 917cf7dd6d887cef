/**
 * What a day can cost at most by its limits. Nothing shipped asks for it: README.md says it, and tests hold
 * it against both.
 */
import { TTL_SECONDS } from '../../turn/provider';
import { dayCaps, type Limits, VISITORS_PER_ADDRESS } from './limits';

/** Within one UTC day. `dials` are those that the worker was asked for, `sessions` those that it answered. */
export type Cost = { dials: number; sessions: number; minutes: number; credentials: number; photos: number };
export type WorstDay = { visitor: Cost; address: Cost; deployment: Cost };

export function worstDay(visitor: Limits, total: Limits): WorstDay {
  // Of the deployment every granted minute is counted, so there is no overlap besides.
  const deployment = { ...costOf(total), minutes: total.minutes };
  const times = (count: number) => capped(costOf(visitor), count, deployment);
  return { visitor: times(1), address: times(VISITORS_PER_ADDRESS), deployment };
}

function costOf(limits: Limits): Cost {
  const { sessions, failed, seconds, overlap, credentials, photos } = dayCaps(limits);
  return { dials: sessions + failed, sessions, minutes: (seconds + overlap) / 60, credentials, photos };
}

function capped(cost: Cost, count: number, most: Cost): Cost {
  const least = (key: keyof Cost) => Math.min(cost[key] * count, most[key]);
  return {
    dials: least('dials'),
    sessions: least('sessions'),
    minutes: least('minutes'),
    credentials: least('credentials'),
    photos: least('photos'),
  };
}

/**
 * An allocation outlives its credentials by its own lifetime, and a client may ask for that much (RFC 8656
 * §7.2: one hour at most is recommended).
 */
const LONGEST_ALLOCATION_SECONDS = 3600;
export const RELAYED_SECONDS = TTL_SECONDS + LONGEST_ALLOCATION_SECONDS;

/**
 * GB (10^9 bytes) by one allocation on each credential, busy at this rate (Mbit/s, both directions together)
 * for as long as it lives.
 */
export function relayGigabytes(credentials: number, megabits: number): number {
  return (credentials * RELAYED_SECONDS * megabits) / 8 / 1000;
}
