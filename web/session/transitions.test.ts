import { describe, expect, it } from 'vitest';
import type { Route } from './dial/route';
import { isRoundTripAlone } from './transitions';
import type { SessionState } from './types';

const route: Route = { kind: 'relay', transport: 'TLS', port: 443, rttMs: 80 };
const live: SessionState = { phase: 'live', enhanced: true, route, notice: null };

describe('news of a round trip alone', () => {
  it('is one on the same path, with nothing else to tell', () => {
    expect(isRoundTripAlone(live, { ...live, route: { ...route, rttMs: 84 } })).toBe(true);
  });

  it.each<[string, SessionState]>([
    ['another path', { ...live, route: { ...route, transport: 'TCP' } }],
    ['no path yet', { ...live, route: null }],
    ['a notice', { ...live, notice: { code: 'turn_timeout' } }],
    ['another mode', { ...live, enhanced: false }],
    ['a stall', { phase: 'stalled', enhanced: true, route }],
  ])('is not %s', (_, after) => {
    expect(isRoundTripAlone(live, after)).toBe(false);
    expect(isRoundTripAlone(after, live)).toBe(false);
  });
});
