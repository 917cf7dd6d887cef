import { beforeEach, describe, expect, it } from 'vitest';
import { RouteMemory } from './routeMemory';

const DAY_MS = 24 * 3_600_000;

describe('the route memory', () => {
  let kept: Record<string, number>;
  let now: number;
  let memory: RouteMemory;
  beforeEach(() => {
    kept = {};
    now = DAY_MS * 100;
    const write = (entries: typeof kept) => {
      kept = entries;
    };
    memory = new RouteMemory({ read: () => kept, write }, () => now);
  });

  it('remembers a blocked network for a day', () => {
    memory.directBlocked('hotel');
    expect([memory.isDirectBlocked('hotel'), memory.isDirectBlocked('home')]).toEqual([true, false]);
    now += DAY_MS - 1;
    expect(memory.isDirectBlocked('hotel')).toBe(true);
    now += 1;
    expect(memory.isDirectBlocked('hotel')).toBe(false);
  });

  it('forgets a network where direct works', () => {
    memory.directBlocked('hotel');
    memory.directBlocked('train');
    memory.directWorks('hotel');
    expect([memory.isDirectBlocked('hotel'), memory.isDirectBlocked('train')]).toEqual([false, true]);
  });

  it('keeps nothing for a network the proxy cannot name', () => {
    memory.directBlocked(null);
    expect([kept, memory.isDirectBlocked(null)]).toEqual([{}, false]);
  });

  it('keeps the twenty newest', () => {
    for (let index = 0; index < 30; index += 1) {
      now += 1;
      memory.directBlocked(`network ${index}`);
    }
    expect([memory.isDirectBlocked('network 9'), memory.isDirectBlocked('network 10')]).toEqual([
      false,
      true,
    ]);
  });

  it('takes a time that has not come yet for nothing', () => {
    kept = { hotel: 1e99 };
    expect(memory.isDirectBlocked('hotel')).toBe(false);
    memory.directBlocked('hotel');
    expect(memory.isDirectBlocked('hotel')).toBe(true);
  });
});
