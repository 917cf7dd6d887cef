/**
 * What attackers got of a deployment, counted where it arrives: at the worker. By UTC day, and for each of
 * those that paid.
 */
import type { Cost } from '../../proxy/guard/budget/worstDay';

export type Who = { visitor: string; address: string };
export const DAY_MS = 86_400_000;

const NOTHING: Cost = { dials: 0, sessions: 0, minutes: 0, credentials: 0, photos: 0 };
const MARK = 'a=x-who:';

export class Tally {
  private readonly costs = new Map<string, Cost>();

  add({ visitor, address }: Who, atMs: number, more: Partial<Cost>): void {
    const day = Math.floor(atMs / DAY_MS);
    for (const scope of [`visitor ${visitor}`, `address ${address}`, 'deployment'])
      this.costs.set(`${day} ${scope}`, sum(this.costs.get(`${day} ${scope}`) ?? NOTHING, more));
  }

  /** The most of each that any one of this kind got in any one day. */
  most(kind: 'visitor' | 'address' | 'deployment'): Cost {
    const found = [...this.costs].filter(([name]) => name.split(' ')[1] === kind).map(([, cost]) => cost);
    return found.reduce((most, cost) => each(most, cost, Math.max), NOTHING);
  }
}

function sum(cost: Cost, more: Partial<Cost>): Cost {
  return each(cost, { ...NOTHING, ...more }, (a, b) => a + b);
}

function each(a: Cost, b: Cost, combine: (a: number, b: number) => number): Cost {
  const of = (key: keyof Cost) => combine(a[key], b[key]);
  return {
    dials: of('dials'),
    sessions: of('sessions'),
    minutes: of('minutes'),
    credentials: of('credentials'),
    photos: of('photos'),
  };
}

/**
 * An attribute that nobody knows is passed over (RFC 8866 §5.13) and reaches the worker with the rest of the
 * SDP.
 */
export function marked(sdp: string, { visitor, address }: Who): string {
  return `${sdp}${MARK}${visitor}|${address}\r\n`;
}

/** @throws Error where the offer was not marked. */
export function markOf(text: string): Who {
  const [, visitor, address] = /a=x-who:([^|]+)\|([^\s\\|]+)/.exec(text) ?? [];
  if (visitor === undefined || address === undefined) throw new Error('An offer that nobody sent.');
  return { visitor, address };
}
