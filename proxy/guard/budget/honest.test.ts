/**
 * An honest page by the rules of `web/session/`, held against the default limits: what it asks for in a day,
 * and that it gets all of it.
 */
import { describe, expect, it } from 'vitest';
import { GOOD, guardedOffers, lineageOf, NOON } from '../../../tests/fixtures/budgets';
import { SESSION_SECONDS } from '../../inference/offer';
import { codeOf } from '../../testing';
import { TTL_SECONDS } from '../../turn/provider';
import { openBudget } from './budget';
import { dayCaps, limitsOf, REDIALS } from './limits';

const CAPS = dayCaps(limitsOf({}, 'VISITOR_LIMITS'));
/** One person's: two hours live less the ten minutes that the last dial may leave over. */
const LIVE_SECONDS = CAPS.seconds - SESSION_SECONDS;
/**
 * web/session/readiness.ts: credentials with less life than this are not used for a second peer
 * (REUSED_LIFE_MS and LEAST_LIFE_MS).
 */
const REUSED_SECONDS = 140;

/** mulberry32: the same days in every run. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** When the network breaks, in seconds from the start. */
function breaks(anHour: number, seed: number): number[] {
  const next = random(seed);
  const count = Math.round((anHour * LIVE_SECONDS) / 3600);
  return Array.from({ length: count }, () => next() * LIVE_SECONDS).sort((a, b) => a - b);
}

type Dial = { atSeconds: number; minted: boolean };

/**
 * With ENH: dials anew before the shorter of granted time and credentials is over
 * (web/session/recovery/watch.ts), and whenever the network broke.
 */
function dialsOf(broken: number[]): Dial[] {
  const dials: Dial[] = [];
  let mintedAt = Number.NEGATIVE_INFINITY;
  for (let at = 0; at < LIVE_SECONDS; ) {
    const minted = mintedAt + TTL_SECONDS - at < REUSED_SECONDS;
    if (minted) mintedAt = at;
    dials.push({ atSeconds: at, minted });
    const life = Math.min(SESSION_SECONDS, mintedAt + TTL_SECONDS - at);
    const renewal = at + life - Math.min(45, Math.max(8, life * 0.15));
    at = Math.min(renewal, broken.find((time) => time > at) ?? renewal);
  }
  return dials;
}

function inTenMinutes(dials: Dial[]): number {
  const counts = new Map<number, number>();
  for (const { atSeconds } of dials) {
    const window = Math.floor(atSeconds / 600);
    counts.set(window, (counts.get(window) ?? 0) + 1);
  }
  return Math.max(...counts.values());
}

/** What its sessions leave running beside each other, as the budget counts it. */
function overlapOf(dials: Dial[]): number {
  const gaps = dials.slice(1).map(({ atSeconds }, index) => atSeconds - (dials[index]?.atSeconds ?? 0));
  return gaps.reduce((sum, gap) => sum + Math.max(0, SESSION_SECONDS - gap), 0);
}

describe('two hours live', () => {
  const days = Array.from({ length: 500 }, (_, seed) => dialsOf(breaks(10, seed)));

  it('on a network that breaks ten times an hour stay within each of a visitor’s limits', () => {
    const most = (of: (dials: Dial[]) => number) => Math.max(...days.map(of));
    const credentials = most((dials) => dials.filter(({ minted }) => minted).length);
    const figures = {
      credentials,
      sessions: most((dials) => dials.length),
      'minutes beside each other': Math.round(most(overlapOf) / 60),
      'dials in ten minutes': most(inTenMinutes),
    };
    console.log('an honest day, at most:', figures);
    expect(most((dials) => dials.length)).toBeLessThanOrEqual(CAPS.sessions / 1.5);
    expect(most(overlapOf)).toBeLessThanOrEqual(CAPS.overlap);
    expect(most(inTenMinutes) - 1).toBeLessThanOrEqual(REDIALS);
    // Besides: ten visits with a direct try and ENH after it, and ten looks through the viewfinder that
    // warmed a relay for nothing.
    expect(credentials + 10 * 2 + 10).toBeLessThanOrEqual(CAPS.credentials);
  });

  it('on a good network take no more credentials than one in fourteen minutes', () => {
    const minted = dialsOf([]).filter((dial) => dial.minted).length;
    expect(minted).toBeLessThanOrEqual(Math.ceil(LIVE_SECONDS / (14 * 60)) + 1);
  });
});

describe('by the proxy', () => {
  const { dial, worker } = guardedOffers();

  it.each([1, 2, 3])(
    'not one of its dials is refused (day %i)',
    async (seed) => {
      worker().answer(GOOD);
      let lineage: string | undefined;
      for (const { atSeconds } of dialsOf(breaks(10, seed))) {
        const { body } = await dial({ at: NOON + Math.round(atSeconds * 1000), lineage });
        expect(codeOf(body)).toBeUndefined();
        lineage = lineageOf(body);
      }
    },
    30_000,
  );
});

describe('forty people behind one address', () => {
  const { db } = guardedOffers();

  it('with the code come in, try direct, switch ENH on and go live, all within ten minutes', async () => {
    for (let person = 0; person < 40; person += 1) {
      const budget = openBudget({
        db: db(),
        env: {},
        secret: 'x'.repeat(32),
        now: () => NOON + person * 15_000,
        sessionId: `${person}`,
        visitor: `visitor ${person}`,
        address: 'the one address',
      });
      for (let list = 0; list < 3; list += 1) await budget.pay('credentials');
      expect(await budget.payForSession(SESSION_SECONDS, undefined)).toHaveProperty('lineage');
    }
  }, 30_000);
});
