import { describe, expect, it } from 'vitest';
import { FakeClock, settled } from '../time/fakes';
import type { Evidence } from './evidence';
import { type Deps, examine } from './examine';
import { type FakePeer, fakePeers } from './fakes';
import { verdictOf } from './verdict';

const CONFIG = {
  enhanced: { available: true, provider: 'twilio', iceTransportPolicy: 'all' },
  workflows: { fast: { available: true, id: 'codes' }, accurate: { available: false, reason: 'none' } },
  plans: { standard: 'small', enhanced: 'medium' },
};
const CREDENTIALS = { username: 'u', credential: 'c' };
const RELAY = {
  iceServers: [
    { urls: ['stun:stun.example:3478'] },
    {
      urls: ['turn:relay.example:3478?transport=udp', 'turns:relay.example:443?transport=tcp'],
      ...CREDENTIALS,
    },
  ],
  expiresInSeconds: 900,
};
const PLAIN = { iceServers: [{ urls: ['stun:own.example:3478'] }] };

/** What the world answers; a route that is missing hangs. */
function world(answers: Record<string, unknown>, script: Parameters<typeof fakePeers>[0]) {
  const clock = new FakeClock();
  const asked: string[] = [];
  const { createPeer, made } = fakePeers(script);
  const deps: Deps = {
    fetch: (url) => {
      asked.push(url);
      const answer = answers[url];
      return answer === undefined ? new Promise(() => {}) : Promise.resolve(Response.json(answer));
    },
    clock,
    createPeer,
    wallNow: () => 0,
    device: async () => ({ webrtc: true, secure: true, camera: 'unasked', online: true }),
    draw: () => {
      throw new Error('The worker was not asked for.');
    },
    isAnyLive: async () => false,
    roundTripMs: () => null,
  };
  return { deps, clock, asked, made };
}

const ALL = { '/v1/config': CONFIG, '/v1/webrtc-turn-config/twilio': RELAY, '/v1/webrtc-turn-config': PLAIN };
const urlsOf = ({ iceServers = [] }: RTCConfiguration) => iceServers.flatMap(({ urls }) => urls);
const silent = () => {};

/** Everything reachable over UDP; a symmetric NAT shows each server another port. */
const symmetric = (peer: FakePeer, configuration: RTCConfiguration) => {
  peer.candidate('host', 'x.local', 5_000);
  if (configuration.iceTransportPolicy === 'relay') return peer.candidate('relay', '203.0.113.1', 49_000);
  for (const [at] of urlsOf(configuration).entries()) peer.candidate('srflx', '198.51.100.1', 6_000 + at);
};

const openPeers = (made: FakePeer[]) => made.filter(({ isClosed }) => !isClosed).length;

/** Runs to the end. @returns what was found, and when it was over (ms). */
async function run({ deps, clock }: ReturnType<typeof world>) {
  const told: Evidence[] = [];
  let endMs = -1;
  const done = examine(deps, new AbortController().signal, (evidence) => told.push(evidence)).then(
    (examined) => {
      endMs = clock.now();
      return examined;
    },
  );
  for (let at = 0; at < 130 && endMs < 0; at += 1) {
    await clock.pass(100);
    // A Response's body takes turns of its own.
    await new Promise((next) => setImmediate(next));
  }
  return { ...(await done), told, endMs };
}

describe('a run', () => {
  it('ends within ten seconds where nobody answers, tells all, and leaves nothing open', async () => {
    const made = world(ALL, silent);
    const { evidence, endMs } = await run(made);
    expect(endMs).toBeLessThanOrEqual(9_500);
    expect(verdictOf(evidence).name).toBe('turn_down');
    expect(evidence.routes.map(({ found }) => found?.outcome)).toEqual(['silent', 'silent']);
    expect(evidence.stun.found).toMatchObject({ asked: 3, answered: 0, alike: null });
    await settled();
    expect([openPeers(made.made), made.clock.pending]).toEqual([0, 0]);
  });

  it('asks for each thing once, for one pass, and for no session', async () => {
    const made = world(ALL, symmetric);
    const { evidence } = await run(made);
    expect(made.asked.toSorted()).toEqual(Object.keys(ALL).toSorted());
    expect(evidence.stun.found).toMatchObject({ asked: 3, answered: 3, alike: false, v4: true, v6: false });
    // The relay takes us; in this world nothing comes round by it.
    expect(evidence.routes.map(({ found }) => found?.outcome)).toEqual(['allocated', 'allocated']);
    expect(verdictOf(evidence).name).toBe('use_enh');
    expect(openPeers(made.made)).toBe(0);
  });

  it('tells of each check as it ends', async () => {
    const { told } = await run(world(ALL, symmetric));
    const firsts = (['device', 'server', 'pass', 'stun'] as const).map((name) =>
      told.findIndex((evidence) => evidence[name].found !== null),
    );
    expect(firsts.toSorted((a, b) => a - b)).toEqual(firsts);
    expect(new Set(firsts).size).toBe(4);
  });

  it('takes an end without a candidate for an answer where one interface of two has a way', async () => {
    const made = world(ALL, (peer, configuration) => {
      if (configuration.iceTransportPolicy === 'relay') return;
      for (const port of [5_000, 5_001]) peer.candidate('host', 'x.local', port);
      peer.error(701);
      // The second server has no name that resolves.
      if (urlsOf(configuration).includes('stun:stun.example:3478')) peer.error(701);
      peer.complete();
    });
    const { evidence } = await run(made);
    expect(evidence.stun.found).toMatchObject({ asked: 3, answered: 2, alike: true });
  });

  it('ends at once when it is stopped, with nothing left open and nothing told after it', async () => {
    const { deps, clock, made } = world(ALL, silent);
    const left = new AbortController();
    let told = 0;
    const done = examine(deps, left.signal, () => {
      told += 1;
    });
    const ended = expect(done).rejects.toMatchObject({ name: 'AbortError' });
    for (let at = 0; at < 10; at += 1) {
      await clock.pass(50);
      await new Promise((next) => setImmediate(next));
    }
    expect(openPeers(made)).toBeGreaterThan(5);
    left.abort();
    await ended;
    const before = told;
    await clock.pass(20_000);
    expect([openPeers(made), clock.pending, told]).toEqual([0, 0, before]);
  });

  it('ends with what there is where the pass does not come', async () => {
    const made = world({ '/v1/config': CONFIG, '/v1/webrtc-turn-config': PLAIN }, symmetric);
    const { evidence, endMs } = await run(made);
    expect(endMs).toBeLessThanOrEqual(9_500);
    expect(evidence.pass).toMatchObject({ found: null, toMs: 9_500 });
    expect(evidence.stun.found).toMatchObject({ asked: 1, answered: 1 });
    expect([openPeers(made.made), made.clock.pending]).toEqual([0, 0]);
  });

  it('asks no relay where the proxy is down, and still looks for an interface', async () => {
    const made = world({ '/v1/config': { error: 'none' } }, (peer) => {
      peer.candidate('host', 'x.local', 5_000);
      peer.complete();
    });
    const { evidence, known } = await run(made);
    expect(made.asked).toEqual(['/v1/config']);
    expect([verdictOf(evidence).name, known]).toEqual(['proxy_down', null]);
    expect(evidence.stun.found).toMatchObject({ asked: 0, interfaces: true });
  });

  it('makes no peer where the browser has none', async () => {
    const made = world(ALL, silent);
    made.deps.device = async () => ({ webrtc: false, secure: true, camera: 'unasked', online: true });
    const { evidence } = await run(made);
    expect([made.made.length, made.asked]).toEqual([0, ['/v1/config']]);
    expect(verdictOf(evidence).name).toBe('no_webrtc');
  });

  it('tells a refused pass from a certificate, and both from silence', async () => {
    const made = world(ALL, (peer, configuration) => {
      const [url = ''] = urlsOf(configuration);
      peer.candidate('host', 'x.local', 5_000);
      if (url.startsWith('turn:relay.example:3478')) peer.error(401);
      if (url.startsWith('turns:')) peer.error(701);
    });
    const { evidence } = await run(made);
    // The plain twin at 443 is silent: something there takes the connection.
    expect(evidence.routes.map(({ found }) => found?.outcome)).toEqual(['refused', 'certificate']);
  });

  it('forgives one address of two that fails', async () => {
    const made = world(ALL, (peer, configuration) => {
      if (configuration.iceTransportPolicy !== 'relay') return;
      peer.error(701);
      made.clock.after(
        300,
        () => peer.candidate('relay', '203.0.113.1', 49_000),
        new AbortController().signal,
      );
    });
    const { evidence } = await run(made);
    expect(evidence.routes.map(({ found }) => found?.outcome)).toEqual(['allocated', 'allocated']);
  });
});
