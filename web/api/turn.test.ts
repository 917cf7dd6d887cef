import { expect, it } from 'vitest';
import { FakeClock } from '../time/fakes';
import { fetchRelay } from './turn';

const iceServers = [{ urls: ['turns:r:443'], username: 'u', credential: 'c' }];

/** What the page makes of an answer that takes 300 ms, by its own clock. */
async function expiryOf(answer: object, startMs: number): Promise<number | null> {
  const clock = new FakeClock();
  await clock.pass(startMs);
  const { signal } = new AbortController();
  const asked = fetchRelay(
    () =>
      new Promise((resolve) =>
        clock.after(300, () => resolve(Response.json({ iceServers, ...answer })), signal),
      ),
    '/v1/webrtc-turn-config/twilio',
    { clock, signal },
  );
  await clock.pass(300);
  const { expiresAtMs } = await asked;
  return expiresAtMs === null ? null : expiresAtMs - clock.now();
}

it.each([0, 3_600_000, 960_000])(
  'credentials live as long as the server says, on a phone that is %i ms ahead',
  async (ahead) => {
    expect(await expiryOf({ expiresInSeconds: 900 }, ahead)).toBe(900_000 - 300);
  },
);

it.each([{}, { expiresInSeconds: null }, { expiresInSeconds: 'long' }, { expiresAt: 1 }])(
  'an answer that does not say how long is one without an end: %j',
  async (answer) => {
    expect(await expiryOf(answer, 0)).toBeNull();
  },
);
