import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FailureCode } from '../errors/failure';
import type {
  DeviceFound,
  Evidence,
  PassFound,
  RouteOutcome,
  RouteStep,
  ServerFound,
  Step,
  StunFound,
  Transport,
  WorkerFound,
} from './evidence';
import { VERDICTS, type VerdictName, verdictOf } from './verdict';

const step = <Found>(found: Found | null): Step<Found> => ({
  fromMs: 0,
  toMs: found === null ? null : 9,
  found,
});
const device = (change: Partial<DeviceFound> = {}): DeviceFound => ({
  ...{ webrtc: true, secure: true, camera: 'unasked', online: true },
  ...change,
});
const answers: ServerFound = { kind: 'answers', skewMs: 40, roundTripMs: 80, enhanced: true, local: false };
const HOUR_MS = 3_600_000;
const off = (skewMs: number): ServerFound => ({ ...answers, skewMs });
const down = (code: FailureCode): ServerFound => ({ kind: 'down', code });
const open: StunFound = {
  asked: 2,
  answered: 2,
  unset: false,
  alike: true,
  v4: true,
  v6: false,
  interfaces: true,
};
const symmetric: StunFound = { ...open, alike: false };
const blocked: StunFound = { ...open, answered: 0, alike: null, v4: false };
const route = (transport: Transport, outcome: RouteOutcome | null, loss = 0): RouteStep => {
  const quality = outcome === 'works' ? { roundTripMs: 90, jitterMs: 4, loss, kbps: 900 } : null;
  return { transport, port: transport === 'UDP' ? 3478 : 443, ...step(outcome && { outcome, quality }) };
};
const all = (outcome: RouteOutcome) =>
  (['UDP', 'TLS', 'TCP'] as const).map((transport) => route(transport, outcome));
const only443 = [route('UDP', 'silent'), route('TLS', 'works'), route('TCP', 'silent')];
/** Where UDP is blocked. */
const by443 = (outcome: RouteOutcome) => ({
  stun: blocked,
  routes: [route('UDP', 'silent'), route('TLS', outcome)],
});
const failed = (code: FailureCode): PassFound => ({ kind: 'failed', code });
const result = (path: 'direct' | 'relay'): WorkerFound => ({
  ...{ kind: 'result', route: path, roundTripMs: 31, stages: {} },
});
const worker = (found: WorkerFound) => step(found);
const died = (code: FailureCode): Step<WorkerFound> => worker({ kind: 'failed', code, stages: {} });

function evidence(change: {
  device?: DeviceFound;
  server?: ServerFound | null;
  stun?: StunFound | null;
  pass?: PassFound;
  routes?: RouteStep[];
  worker?: Step<WorkerFound>;
}): Evidence {
  return {
    device: step(change.device ?? device()),
    server: step(change.server === undefined ? answers : change.server),
    stun: step(change.stun === undefined ? open : change.stun),
    pass: step(change.pass ?? { kind: 'had' }),
    routes: change.routes ?? all('works'),
    worker: change.worker ?? null,
  };
}

type Row = [string, Parameters<typeof evidence>[0], VerdictName, FailureCode?];
const TABLE: Row[] = [
  ['an open network', {}, 'direct_works'],
  ['a cone NAT, no relay offered', { pass: { kind: 'none' }, routes: [] }, 'direct_works'],
  ['one STUN server alone', { stun: { ...open, asked: 1, answered: 1, alike: null } }, 'direct_works'],
  ['one of two STUN servers is down', { stun: { ...open, answered: 1, alike: null } }, 'direct_works'],
  [
    'no STUN server set: the worker is near',
    { stun: { ...open, asked: 0, answered: 0, unset: true } },
    'direct_works',
  ],
  ['lists that did not come: nothing is known', { stun: { ...open, asked: 0, answered: 0 } }, 'use_enh'],
  ['npm start: all on this machine', { server: { ...answers, local: true }, stun: blocked }, 'direct_works'],
  ['an open network whose relay is down', { routes: all('silent') }, 'direct_works'],
  ['an open network, relay refuses', { routes: all('refused') }, 'direct_works'],
  ['an open network, clock an hour off', { server: off(-HOUR_MS) }, 'direct_works'],
  ['a symmetric NAT', { stun: symmetric }, 'use_enh'],
  ['UDP blocked', by443('works'), 'use_enh'],
  ['443 alone', { stun: blocked, routes: only443 }, 'use_enh'],
  ['443 alone, clock an hour off', { stun: blocked, routes: only443, server: off(HOUR_MS) }, 'use_enh'],
  ['a relay that does not relay to itself', { stun: symmetric, routes: all('allocated') }, 'use_enh'],
  ['cellular that loses 4 %', { stun: symmetric, routes: [route('UDP', 'works', 0.04)] }, 'use_enh'],
  [
    'UDP at 30 % loss',
    { stun: symmetric, routes: [route('UDP', 'works', 0.3), route('TLS', 'works')] },
    'lossy',
  ],
  [
    'UDP takes us, and carries nothing',
    { stun: symmetric, routes: [route('UDP', 'allocated'), route('TLS', 'works')] },
    'lossy',
  ],
  ['the same where direct is open', { routes: [route('UDP', 'works', 0.51)] }, 'lossy'],
  [
    'symmetric, no ENH, but a relay in the usual list',
    { stun: symmetric, pass: { kind: 'none' }, server: { ...answers, enhanced: false } },
    'direct_works',
  ],
  ['symmetric, no relay offered', { stun: symmetric, routes: [], pass: { kind: 'none' } }, 'turn_down'],
  ['symmetric, relay silent', { stun: symmetric, routes: all('silent') }, 'turn_down'],
  ['symmetric, relay refuses connections', { stun: symmetric, routes: all('closed') }, 'turn_down'],
  ['443 alone, TLS cut after 4 s', by443('cut'), 'turn_down'],
  [
    'symmetric, the vendor is down',
    { stun: symmetric, routes: [], pass: failed('turn_unavailable') },
    'turn_down',
    'turn_unavailable',
  ],
  [
    'symmetric, the vendor takes no keys',
    { stun: symmetric, routes: [], pass: failed('turn_unauthorized') },
    'turn_refused',
    'turn_unauthorized',
  ],
  [
    'symmetric, a code is needed',
    { stun: symmetric, routes: [], pass: failed('session_required') },
    'turn_refused',
    'session_required',
  ],
  ['symmetric, bad credentials', { stun: symmetric, routes: all('refused') }, 'turn_refused'],
  ['443 alone, bad credentials', by443('refused'), 'turn_refused'],
  ['443 alone, an old certificate', by443('certificate'), 'certificate'],
  [
    'an old certificate, but UDP to the relay is open',
    { stun: symmetric, routes: [route('UDP', 'works'), route('TLS', 'certificate')] },
    'use_enh',
  ],
  [
    'an old certificate, by a clock a day off',
    { stun: blocked, routes: [route('TLS', 'certificate')], server: off(24 * HOUR_MS) },
    'clock',
  ],
  [
    'passes of the past, by a clock an hour off',
    { stun: symmetric, routes: all('refused'), server: off(-HOUR_MS) },
    'clock',
  ],
  [
    'a relay that is down, clock an hour off',
    { stun: symmetric, routes: all('silent'), server: off(-HOUR_MS) },
    'turn_down',
  ],
  ['the proxy down', { server: down('proxy_bad_answer'), routes: [] }, 'proxy_down', 'proxy_bad_answer'],
  [
    'the proxy unreachable',
    { server: down('proxy_unreachable'), routes: [], stun: { ...open, asked: 0, answered: 0 } },
    'proxy_down',
    'proxy_unreachable',
  ],
  ['no answer by the end', { server: null, stun: null, routes: [] }, 'proxy_down', 'proxy_unreachable'],
  ['a sign-in page before the network', { server: { kind: 'portal' }, routes: [] }, 'captive_portal'],
  ['offline, by the browser', { device: device({ online: false }), server: down('offline') }, 'offline'],
  ['offline, by the failed call', { server: down('offline'), routes: [] }, 'offline'],
  [
    'offline, by its having no interface',
    { server: down('proxy_unreachable'), stun: { ...blocked, interfaces: false }, routes: [] },
    'offline',
  ],
  ['Lockdown Mode', { device: device({ webrtc: false }), routes: [], stun: null }, 'no_webrtc'],
  ['no camera', { device: device({ camera: 'camera_none' }) }, 'no_camera', 'camera_none'],
  [
    'a camera that is not allowed, where ENH works',
    { device: device({ camera: 'camera_denied' }), stun: symmetric },
    'no_camera',
    'camera_denied',
  ],
  [
    'no secure context',
    { device: device({ camera: 'camera_insecure', secure: false }) },
    'no_camera',
    'camera_insecure',
  ],
  [
    'no camera, and no way out: the network first',
    { device: device({ camera: 'camera_none' }), stun: symmetric, routes: all('silent') },
    'turn_down',
  ],
  ['the worker answers, direct', { stun: symmetric, worker: worker(result('direct')) }, 'direct_works'],
  ['the worker answers, by the relay', { worker: worker(result('relay')) }, 'use_enh'],
  ['the worker wakes', { worker: worker({ kind: 'waking', stages: {} }) }, 'worker_waking'],
  ['the worker is down', { worker: died('worker_unreachable') }, 'worker_down', 'worker_unreachable'],
  ['the worker sends no results', { worker: died('no_results') }, 'worker_down', 'no_results'],
  ['the worker has no path, relay open', { worker: died('direct_blocked') }, 'use_enh'],
  [
    'the worker has no path, relay closed',
    { worker: died('relay_unreachable'), routes: all('silent') },
    'turn_down',
  ],
];

describe('the verdict', () => {
  it.each(TABLE)('%s', (_what, change, name, because) => {
    expect(verdictOf(evidence(change))).toEqual({ name, because: because ?? null });
  });

  it('has a case for each of its words', () => {
    expect(new Set(TABLE.map(([, , name]) => name))).toEqual(new Set(VERDICTS));
  });

  it('says of nothing that it works unless something was seen to', () => {
    const outcome = fc.constantFrom<RouteOutcome>('refused', 'certificate', 'closed', 'silent', 'cut');
    const routes = fc.array(fc.tuple(fc.constantFrom<Transport>('UDP', 'TCP', 'TLS'), outcome));
    const skewMs = fc.option(fc.integer({ min: -1e9, max: 1e9 }));
    fc.assert(
      fc.property(routes, skewMs, fc.constantFrom(symmetric, blocked, null), (seen, skew, stun) => {
        const given = seen.map(([transport, how]) => route(transport, how));
        const { name } = verdictOf(evidence({ stun, routes: given, server: { ...answers, skewMs: skew } }));
        expect(['turn_down', 'turn_refused', 'certificate', 'clock']).toContain(name);
      }),
    );
  });
});
