import { describe, expect, it } from 'vitest';
import { CAMERA_ON } from '../../camera/fakes';
import type { SessionState } from '../../session/types';
import type { CameraFacts } from '../../store/useVisionStore';
import { words } from '../../words/words';
import { bytesText } from './bytesText';
import { routeText } from './routeText';
import { type StatusInput, statusOf } from './statusText';

describe('routeText', () => {
  it.each([
    [{ kind: 'relay', transport: 'TLS', port: 443, rttMs: 84 }, 'relay · TLS 443 · 84 ms'],
    [{ kind: 'relay', transport: 'TCP', port: 3478, rttMs: 3.4 }, 'relay · TCP 3478 · 3 ms'],
    [{ kind: 'relay', transport: 'UDP', port: 3478, rttMs: 40 }, 'relay · UDP · 40 ms'],
    [{ kind: 'direct', transport: 'UDP', port: null, rttMs: 31 }, 'direct · UDP · 31 ms'],
    [{ kind: 'relay', transport: 'TLS', port: null, rttMs: null }, 'relay · TLS'],
    [{ kind: 'direct', transport: 'UDP', port: null, rttMs: 0.2 }, 'direct · UDP · 0 ms'],
  ] as const)('%o: %s', (route, text) => {
    expect(routeText(route, words().route)).toBe(text);
  });
});

describe('bytesText', () => {
  it.each([
    [0, '0 kB'],
    [1, '1 kB'],
    [420_000, '420 kB'],
    [999_400, '1000 kB'],
    [999_500, '1.0 MB'],
    [1_240_000, '1.2 MB'],
    [9_940_000, '9.9 MB'],
    [9_960_000, '10 MB'],
    [38_400_000, '38 MB'],
    [999_600_000, '1.0 GB'],
    [12_345_000_000, '12 GB'],
  ])('%d: %s', (bytes, text) => {
    expect(bytesText(bytes)).toBe(text);
  });
});

describe('statusOf', () => {
  const on: CameraFacts = CAMERA_ON;
  const input: StatusInput = {
    camera: on,
    session: { phase: 'idle' },
    online: true,
    knowsLive: false,
    accurate: false,
  };
  const dialing: SessionState = { phase: 'dialing', enhanced: true, wakingGpu: false, sinceMs: 5 };
  const live: SessionState = { phase: 'live', enhanced: true, route: null, notice: null };
  const textOf = (over: Partial<StatusInput>) =>
    statusOf({ ...input, ...over }, words().status)?.text ?? null;

  it('leads the newcomer to LIVE, once', () => {
    expect(textOf({})).toBe('Point the camera and press LIVE');
    expect(textOf({ knowsLive: true })).toBeNull();
    // An alert says then that there is no picture.
    expect(textOf({ camera: { ...CAMERA_ON, muted: true } })).toBeNull();
  });

  it('says what the wait is for', () => {
    expect(textOf({ camera: { phase: 'opening', slow: false } })).toBe('Starting camera…');
    expect(textOf({ session: dialing })).toBe('Connecting…');
    expect(textOf({ session: { phase: 'redialing', enhanced: true, attempt: 1 } })).toBe('Reconnecting…');
    expect(textOf({ session: { phase: 'redialing', enhanced: true, attempt: 3 } })).toBe(
      'Reconnecting… try 3',
    );
  });

  it('lets a cold start be watched and cancelled', () => {
    expect(statusOf({ ...input, session: { ...dialing, wakingGpu: true } }, words().status)).toEqual({
      text: 'Waking the GPU…',
      wakingSinceMs: 5,
      cancellable: true,
      tone: 'busy',
    });
  });

  it('keeps quiet while live, but for what ACC does not change in ENH', () => {
    expect(textOf({ session: live })).toBeNull();
    expect(textOf({ session: live, accurate: true })).toBe('Live with ENH is always FAST. ACC is for PHOTO.');
    expect(textOf({ session: { ...live, enhanced: false }, accurate: true })).toBeNull();
  });

  it('says offline, and leaves a failed camera to the alert', () => {
    expect(textOf({ online: false })).toBe('You are offline. Detection needs a network.');
    expect(
      textOf({ camera: { phase: 'failed', failure: { code: 'camera_none' }, canFlip: false } }),
    ).toBeNull();
  });
});
