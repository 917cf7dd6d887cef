import { beforeEach, describe, expect, it } from 'vitest';
import { FakeClock, settled } from '../../time/fakes';
import { FakePeer } from '../fakes';
import { type Ask, reachable, type Sign, watchReturn } from './reach';
import { signOfLife } from './signOfLife';

type Asked = { answer(): void; refuse(): void; signal: AbortSignal };

/** A proxy that answers when the test says so, and a network that gives its sign when the test says so. */
function setUp() {
  const clock = new FakeClock();
  const ended = new AbortController();
  const asked: Asked[] = [];
  const ask: Ask = (signal) =>
    new Promise((resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason), { once: true });
      asked.push({ answer: resolve, refuse: () => reject(new Error('503')), signal });
    });
  const signs: (() => void)[] = [];
  const sign: Sign = () => new Promise((resolve) => signs.push(resolve));
  const pass = (ms: number) => clock.pass(ms);
  const inTheAir = () => asked.filter(({ signal }) => !signal.aborted).length;
  return { clock, ended, asked, ask, signs, sign, pass, inTheAir, scope: { clock, signal: ended.signal } };
}

let world: ReturnType<typeof setUp>;
beforeEach(() => {
  world = setUp();
});

function ask() {
  const told = { done: false, signs: 0 };
  const { ask, sign, scope } = world;
  reachable({ ask, sign }, scope, () => {
    told.signs += 1;
  }).then(
    () => {
      told.done = true;
    },
    () => {},
  );
  return told;
}

describe('reachable', () => {
  it('resolves with the first good answer and leaves nothing behind', async () => {
    const told = ask();
    await settled();
    world.asked[0]?.answer();
    await settled();
    expect(told.done).toBe(true);
    expect(world.clock.pending).toBe(0);
  });

  it('sends few requests into an outage, however long it lasts, and several at once after a sign', async () => {
    const told = ask();
    for (let second = 0; second < 30; second++) {
      await world.pass(1_000);
      expect(world.inTheAir()).toBeLessThanOrEqual(2);
    }
    expect(world.signs).toHaveLength(1);
    const before = world.asked.length;
    world.signs[0]?.();
    await settled();
    expect(told).toEqual({ done: false, signs: 1 });
    expect(world.asked.length - before).toBe(4);
    world.asked.at(-1)?.answer();
    await settled();
    expect(told.done).toBe(true);
    expect(world.inTheAir()).toBe(0);
    expect(world.clock.pending).toBe(0);
  });

  it('asks for another sign where the burst stays unanswered, and for none while the proxy refuses', async () => {
    ask();
    await world.pass(1_500);
    world.signs[0]?.();
    await world.pass(3_000);
    expect(world.signs).toHaveLength(2);
    world.signs[1]?.();
    await settled();
    for (let second = 0; second < 5; second++) {
      for (const one of world.asked) one.refuse();
      await world.pass(900);
    }
    expect(world.signs).toHaveLength(2);
  });

  it('goes on with requests alone where no server could give a sign', async () => {
    const { ask: send, scope, asked, pass } = world;
    let done = false;
    void reachable({ ask: send, sign: null }, scope).then(() => {
      done = true;
    });
    await pass(10_000);
    expect(asked.length).toBeGreaterThanOrEqual(10);
    asked.at(-1)?.answer();
    await settled();
    expect(done).toBe(true);
  });

  it('ends with its scope', async () => {
    const { ask: send, sign, scope, ended, clock } = world;
    const outcome = reachable({ ask: send, sign }, scope).catch((thrown: unknown) => thrown);
    await world.pass(2_000);
    ended.abort(new Error('over'));
    expect(await outcome).toEqual(new Error('over'));
    expect(clock.pending).toBe(0);
    expect(world.inTheAir()).toBe(0);
  });
});

describe('watchReturn', () => {
  it('speaks only once the network was out and is back', async () => {
    let returned = 0;
    const { ask: send, sign, scope, asked, pass } = world;
    watchReturn({ ask: send, sign }, scope, () => {
      returned += 1;
    });
    for (let turn = 0; turn < 3; turn++) {
      await pass(1_000);
      asked.at(-1)?.answer();
      await settled();
    }
    expect(returned).toBe(0);
    await pass(4_000);
    expect(returned).toBe(0);
    world.signs[0]?.();
    await settled();
    asked.at(-1)?.answer();
    await settled();
    expect(returned).toBe(1);
    expect(world.clock.pending).toBe(0);
  });
});

describe('signOfLife', () => {
  function listen() {
    const peers: FakePeer[] = [];
    const { scope, ended, clock, pass } = world;
    let seen = false;
    const before = FakePeer.open;
    const create = (configuration: RTCConfiguration) => {
      peers.push(new FakePeer(configuration));
      return peers.at(-1) as unknown as RTCPeerConnection;
    };
    const over = signOfLife(create, { iceServers: [{ urls: ['stun:s'] }] }, scope).then(
      () => {
        seen = true;
      },
      () => {},
    );
    return { peers, ended, clock, pass, over, seen: () => seen, open: () => FakePeer.open - before };
  }

  it('tries with one fresh peer after another, and a server reflexive candidate is the sign', async () => {
    const sign = listen();
    await sign.pass(10_000);
    expect(sign.peers.length).toBeGreaterThan(10);
    expect(sign.open()).toBeLessThanOrEqual(3);
    sign.peers.at(-1)?.candidate('host');
    sign.peers.at(-1)?.candidateError(701);
    await settled();
    expect(sign.seen()).toBe(false);
    sign.peers.at(-1)?.candidate('srflx');
    await settled();
    expect(sign.seen()).toBe(true);
    expect(sign.open()).toBe(0);
    expect(sign.clock.pending).toBe(0);
  });

  it('takes a refusal for a sign: credentials may have run out during the outage', async () => {
    const sign = listen();
    sign.peers.at(-1)?.candidateError(401);
    await settled();
    expect(sign.seen()).toBe(true);
  });

  it('lives with a browser that makes no peer, and asks again', async () => {
    const { scope, pass, ended } = world;
    let refusals = 0;
    const over = signOfLife(
      () => {
        refusals += 1;
        throw new DOMException('too many', 'UnknownError');
      },
      {},
      scope,
    );
    await pass(2_000);
    expect(refusals).toBeGreaterThan(2);
    ended.abort(new Error('over'));
    await expect(over).rejects.toThrow('over');
    expect(world.clock.pending).toBe(0);
  });

  it('leaves no peer behind where it is ended', async () => {
    const sign = listen();
    await sign.pass(2_000);
    sign.ended.abort();
    await sign.over;
    expect(sign.seen()).toBe(false);
    expect(sign.open()).toBe(0);
  });
});
