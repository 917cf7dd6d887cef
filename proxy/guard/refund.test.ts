import { describe, expect, it } from 'vitest';
import { startUpstream } from '../../kit/standins/upstream';
import { GOOD, guardedOffers, lineageOf, NOON, type Wish } from '../../tests/fixtures/budgets';
import type { Env } from '../env';
import { codeOf } from '../testing';

const { dial, usedBy, visitors, worker, db } = guardedOffers();

describe('a dial of which no session came', () => {
  const dialRefused = async (status: number, wish: Wish = {}, more: Env = {}) => {
    worker().answer({ status, body: { message: 'no' } });
    try {
      return await dial(wish, more);
    } finally {
      worker().answer(GOOD);
    }
  };

  it.each([429, 500, 502, 503])(
    'because the worker answered %i is given back, but for the call',
    async (status) => {
      expect((await dialRefused(status)).status).toBeGreaterThan(400);
      const [visitor = ''] = await visitors();
      expect(await usedBy('everyone')).toEqual({ sessions: 0, seconds: 0 });
      expect(await usedBy(visitor)).toEqual({ calls: 1, sessions: 0, seconds: 0 });
    },
  );

  it.each([200, 400, 401, 422, 504])('but the worker answered %i stays paid', async (status) => {
    expect((await dialRefused(status)).status).toBeGreaterThanOrEqual(400);
    expect(await usedBy('everyone')).toEqual({ sessions: 1, seconds: 600 });
  });

  it('because the relay that goes with it could not be had is given back', async () => {
    const cloudflare = await startUpstream();
    cloudflare.answer({ status: 500, body: {} });
    const relay = {
      CLOUDFLARE_TURN_KEY_ID: '0123456789abcdef0123456789abcdef',
      CLOUDFLARE_TURN_API_TOKEN: 'token',
      CLOUDFLARE_TURN_API_URL: cloudflare.url,
      ENHANCED_TURN: 'cloudflare',
      WORKER_RELAY: '1',
    };
    const before = worker().requests.length;
    const answer = await dial({}, relay);
    await cloudflare.close();
    expect(codeOf(answer.body)).toMatch(/^turn_/);
    expect(worker().requests.length).toBe(before);
    expect(await usedBy('everyone')).toEqual({ sessions: 0, seconds: 0 });
  });

  it('of a session that goes on gives back what it would have added, and keeps its share of dials', async () => {
    const lineage = lineageOf((await dial()).body);
    const [visitor = ''] = await visitors();
    for (let count = 0; count < 6; count += 1) await dialRefused(429, { at: NOON + 100_000, lineage });
    expect(await usedBy(visitor)).toMatchObject({ sessions: 1, seconds: 600 });
    expect(await usedBy('everyone')).toEqual({ sessions: 1, seconds: 600 });
    await dial({ at: NOON + 100_000, lineage });
    expect(await usedBy('everyone')).toEqual({ sessions: 2, seconds: 1200 });
  });

  it('opens no budget beyond the cap, 50 at once', async () => {
    worker().answer(
      (() => {
        let count = 0;
        return () => (count++ % 2 ? GOOD : { status: 503, body: {} });
      })(),
    );
    const more = { TOTAL_LIMITS: '99,7,9999,9' };
    const dials = Array.from({ length: 50 }, (_, index) => dial({ ip: `203.0.113.${index}` }, more));
    const answers = await Promise.all(dials);
    worker().answer(GOOD);
    const started = answers.filter(({ status }) => status === 200).length;
    expect(started).toBeLessThanOrEqual(7);
    expect(await usedBy('everyone')).toEqual({ sessions: started, seconds: started * 600 });
  }, 20_000);

  it('says why it failed even where the budget cannot be mended', async () => {
    const broken = new Proxy(db(), {
      get: (target, key) =>
        key === 'prepare'
          ? (text: string) => target.prepare(/^\s*UPDATE/.test(text) ? 'nonsense' : text)
          : Reflect.get(target, key),
    });
    expect(codeOf((await dialRefused(429, {}, { DB: broken })).body)).toBe('worker_too_many_streams');
  });
});
