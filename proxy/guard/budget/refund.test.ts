import { describe, expect, it } from 'vitest';
import { startUpstream } from '../../../kit/standins/upstream';
import { ROUTES } from '../../../protocol/api';
import { GOOD, guardedOffers, HOST, lineageOf, NOON, type Wish } from '../../../tests/fixtures/budgets';
import type { Env } from '../../settings/env';
import { codeOf, testApp } from '../../testing';

const { env, dial, usedBy, visitors, worker, db } = guardedOffers();

describe('a dial of which no session came', () => {
  const dialRefused = async (status: number, wish: Wish = {}, more: Env = {}) => {
    worker().answer({ status, body: { message: 'no' } });
    try {
      return await dial(wish, more);
    } finally {
      worker().answer(GOOD);
    }
  };

  it.each([429, 500, 502, 503, 521, 530])(
    'because the worker answered %i is given back, but for the call',
    async (status) => {
      expect((await dialRefused(status)).status).toBeGreaterThan(400);
      const [visitor = ''] = await visitors();
      expect(await usedBy('everyone')).toEqual({ failed: 1, sessions: 0, seconds: 0 });
      expect(await usedBy(visitor)).toEqual({ calls: 1, failed: 1, sessions: 0, seconds: 0 });
    },
  );

  it.each([200, 400, 401, 422])('but the worker answered %i stays paid', async (status) => {
    expect((await dialRefused(status)).status).toBeGreaterThanOrEqual(400);
    expect(await usedBy('everyone')).toEqual({ sessions: 1, seconds: 600 });
  });

  it('because nobody is there to answer is given back', async () => {
    await dial({}, { ROBOFLOW_SERVER_URL: 'http://127.0.0.1:1' });
    expect(await usedBy('everyone')).toEqual({ failed: 1, sessions: 0, seconds: 0 });
  });

  it.each([504, 520, 599])(
    'or of which one may have come, for %i, is time that ran beside',
    async (status) => {
      await dialRefused(status);
      const [visitor = ''] = await visitors();
      expect(await usedBy(visitor)).toEqual({ calls: 1, sessions: 1, seconds: 0, overlap: 600 });
      expect(await usedBy('everyone')).toEqual({ sessions: 1, seconds: 600 });
    },
  );

  it('or of which one may have come stays paid once twice the day’s minutes ran beside', async () => {
    const more = { VISITOR_LIMITS: '9,99,20,9' };
    for (let count = 0; count < 9; count += 1) await dialRefused(504, {}, more);
    const [visitor = ''] = await visitors();
    expect(await usedBy(visitor)).toEqual({ calls: 6, sessions: 6, seconds: 1200, overlap: 2400 });
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
    expect(await usedBy('everyone')).toEqual({ failed: 1, sessions: 0, seconds: 0 });
  });

  it('of a session that goes on gives back what it would have taken, and keeps its share of dials', async () => {
    const lineage = lineageOf((await dial()).body);
    const [visitor = ''] = await visitors();
    for (let count = 0; count < 8; count += 1) await dialRefused(429, { at: NOON + 100_000, lineage });
    expect(await usedBy(visitor)).toMatchObject({ sessions: 1, seconds: 600, overlap: 0, redials: 8 });
    expect(await usedBy('everyone')).toEqual({ failed: 8, sessions: 1, seconds: 600 });
    await dial({ at: NOON + 100_000, lineage });
    expect(await usedBy(visitor)).toMatchObject({ sessions: 2, seconds: 1200, overlap: 0 });
  });

  it('opens no budget beyond the cap, 50 at once', async () => {
    worker().answer(
      (() => {
        let count = 0;
        return () => (count++ % 2 ? GOOD : { status: 503, body: {} });
      })(),
    );
    const more = { TOTAL_LIMITS: '99,7,9999,9' }; // Three of which failed may be given back.
    const dials = Array.from({ length: 50 }, (_, index) => dial({ ip: `203.0.113.${index}` }, more));
    const answers = await Promise.all(dials);
    worker().answer(GOOD);
    const started = answers.filter(({ status }) => status === 200).length;
    const { failed = 0, sessions = 0, seconds } = await usedBy('everyone');
    expect([started <= 7, sessions >= started, sessions <= 7, failed <= 3]).toEqual([true, true, true, true]);
    expect(seconds).toBe(started * 600);
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

describe('an outage of the worker', () => {
  const CAPPED = { VISITOR_LIMITS: '9,10,120,9' };

  it('is no way to ask it more often than the day’s sessions and half as many, nor to stay within no time', async () => {
    worker().answer({ status: 500, body: {} });
    const offers = () => worker().requests.filter(({ path }) => path === '/initialise_webrtc_worker').length;
    const before = offers();
    let at = NOON;
    for (let count = 0; count < 128; count += 1, at += 60_000) await dial({ at }, CAPPED);
    // Five are given back; then it is one in each ten minutes, and counts.
    expect(offers() - before).toBe(5 + 10);
    worker().answer(GOOD);
  }, 30_000);

  it('of hours locks out nobody who dials on and on, for longer than ten minutes', async () => {
    worker().answer({ status: 503, body: {} });
    let at = NOON;
    let refused: unknown;
    for (; at < NOON + 60 * 60_000; at += 20_000) refused = (await dial({ at }, CAPPED)).body;
    expect(refused).toMatchObject({ error: { code: 'rate_limited', retryAfterMs: 20_000 } });
    worker().answer(GOOD);
    const back = await dial({ at: at + 600_000 }, CAPPED);
    expect(back.status).toBe(200);
    expect((await dial({ at: at + 600_000, lineage: lineageOf(back.body) }, CAPPED)).status).toBe(200);
  }, 60_000);
});

describe('an outage of the relay’s vendor', () => {
  it('takes no credentials', async () => {
    const cloudflare = await startUpstream();
    const vendor = {
      CLOUDFLARE_TURN_KEY_ID: 'key1',
      CLOUDFLARE_TURN_API_TOKEN: 'token',
      CLOUDFLARE_TURN_API_URL: cloudflare.url,
      VISITOR_LIMITS: '2,9,9,9',
    };
    const app = testApp(env(vendor), { now: () => NOON });
    const mint = () => app.ask(`${ROUTES.turn}/cloudflare`, { host: HOST });
    const down = [
      { status: 500, body: {} },
      { status: 429, body: {} },
      { status: 201, body: {} },
    ];
    for (let count = 0; count < 30; count += 1) {
      cloudflare.answer(down[count % 3] ?? 'hang');
      expect(codeOf((await mint()).body)).toMatch(/^turn_/);
    }
    cloudflare.answer({
      status: 201,
      body: { iceServers: [{ urls: ['turn:cf:3478?transport=udp'], username: 'u', credential: 'c' }] },
    });
    expect([(await mint()).status, (await mint()).status, (await mint()).status]).toEqual([200, 200, 429]);
    await cloudflare.close();
  });
});
