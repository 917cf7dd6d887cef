import { afterEach, expect, it, vi } from 'vitest';
import { roundTripMs } from './roundTrip';

const entry = (path: string, startTime: number, tookMs: number) => {
  const name = new URL(path, 'https://sightline.test').href;
  return { name, startTime, requestStart: startTime + 50, responseStart: startTime + 50 + tookMs };
};

function see(entries: object[]): number | null {
  vi.stubGlobal('location', { origin: 'https://sightline.test' });
  vi.stubGlobal('performance', { getEntriesByType: () => entries });
  return roundTripMs(['/v1/config', '/v1/turn']);
}

afterEach(() => vi.unstubAllGlobals());

it('is the quickest of what was asked together', () => {
  expect(see([entry('/v1/config', 0, 130), entry('/v1/turn/twilio', 900, 95)])).toBe(95);
  expect(see([entry('/v1/config', 0, 90), entry('/v1/turn/twilio', 900, 300)])).toBe(90);
});

it('forgets what was asked before, which may have gone over another network', () => {
  expect(see([entry('/v1/config', 0, 20), entry('/v1/config', 60_000, 85)])).toBe(85);
});

it('passes over other requests, other servers and what came from a cache', () => {
  const cached = { ...entry('/v1/config', 0, 5), requestStart: 0 };
  const others = [entry('/v1/offer', 0, 40), entry('/v1/configured', 0, 3), entry('/v1/config', 0, 70)];
  expect(see([cached, ...others, entry('https://turn.test/v1/config', 0, 4)])).toBe(70);
  expect(see([cached])).toBeNull();
  expect(see([])).toBeNull();
});
