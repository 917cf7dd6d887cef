import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { FakeClock, settled } from '../../time/fakes';
import { FakePeer } from '../fakes';
import { Opportunity, type Outlook, stunServers, watchForDirect } from './direct';

describe('when to dial for a direct path', () => {
  /** @returns seconds at which it says so, looked at each 20 s */
  const dials = (outlooks: Outlook[]) => {
    const opportunity = new Opportunity();
    return outlooks.flatMap((outlook, at) => (opportunity.look(outlook, at * 20_000) ? [at * 20] : []));
  };

  it('once it has become possible, and not where it always looked so', () => {
    expect(dials(['hopeless', 'hopeless', 'hopeful', 'hopeful', 'hopeful', 'hopeful', 'hopeful'])).toEqual([
      40,
    ]);
    expect(dials(Array(100).fill('hopeful'))).toEqual([]);
  });

  it('again only after another change for the better, ever later where the last dial was in vain', () => {
    const flapping = Array.from({ length: 60 }, (_, at): Outlook => (at % 2 ? 'hopeful' : 'hopeless'));
    expect(dials(flapping)).toEqual([20, 140, 380, 860]);
  });

  it('never twice a minute, whatever comes', () => {
    const looks = fc.array(fc.tuple(fc.constantFrom<Outlook>('hopeful', 'hopeless'), fc.nat(90_000)));
    fc.assert(
      fc.property(looks, (all) => {
        const opportunity = new Opportunity();
        let nowMs = 0;
        let last = Number.NEGATIVE_INFINITY;
        for (const [outlook, waitMs] of all) {
          nowMs += waitMs;
          if (!opportunity.look(outlook, nowMs)) continue;
          expect(nowMs - last).toBeGreaterThanOrEqual(60_000);
          last = nowMs;
        }
      }),
    );
  });
});

describe('a probe', () => {
  let rig: ReturnType<typeof setUp>;
  beforeEach(() => {
    FakePeer.open = 0;
    rig = setUp();
  });

  function setUp() {
    const clock = new FakeClock();
    const life = new AbortController();
    const peers: FakePeer[] = [];
    const path = { relayed: true };
    let dials = 0;
    const createPeer = (configuration: RTCConfiguration) => {
      peers.push(new FakePeer(configuration));
      return peers.at(-1) as unknown as RTCPeerConnection;
    };
    const watching = {
      opportunity: new Opportunity(),
      isRelayed: () => path.relayed,
      onDirect: () => {
        dials += 1;
      },
    };
    const servers = [
      { urls: ['stun:s:3478'] },
      {
        urls: ['turn:r:3478?transport=udp', 'turn:r:443?transport=tcp', 'turns:r:443'],
        username: 'u',
        credential: 'c',
      },
    ];
    watchForDirect({ createPeer, clock }, servers, watching, life.signal);
    return { clock, life, peers, path, dials: () => dials };
  }

  type Answer = (peer: FakePeer) => void;
  const blocked: Answer = () => {};
  const open: Answer = (peer) => peer.gatheringComplete();
  const failing: Answer = (peer) => {
    peer.candidateError(701);
    peer.gatheringComplete();
  };
  const mapped =
    (...ports: number[]): Answer =>
    (peer) => {
      for (const port of ports) peer.srflx(port);
      peer.gatheringComplete();
    };

  /** One probe after the other, each answered so. @returns whether a dial is worth it after the last */
  async function probed(...answers: Answer[]): Promise<boolean> {
    for (const [at, answer] of answers.entries()) {
      await rig.clock.pass(at === 0 ? 1_500 : at === 1 ? 18_500 : 20_000);
      answer(rig.peers.at(-1) as FakePeer);
      await rig.clock.pass(0);
      if (answer === blocked) await rig.clock.pass(0);
    }
    await rig.clock.pass(2_600);
    return rig.dials() > 0;
  }

  it.each<[string, Answer[], boolean]>([
    ['UDP that opens, without a NAT', [blocked, open], true],
    ['UDP that opens, behind a NAT', [blocked, mapped(40_000)], true],
    ['UDP that was open all along', [open, open], false],
    ['a symmetric NAT', [blocked, mapped(40_000, 40_001)], false],
    ['a symmetric NAT that was left', [mapped(40_000, 40_001), mapped(40_000)], true],
    ['servers that cannot be reached', [blocked, failing], false],
  ])('%s', async (_, answers, expected) => {
    expect(await probed(...answers)).toBe(expected);
    expect(FakePeer.open).toBe(0);
  });

  it('carries no credentials, and asks STUN alone', async () => {
    await probed(open);
    expect(rig.peers[0]?.configuration).toEqual({
      iceServers: [{ urls: ['stun:s:3478'] }, { urls: ['stun:r:3478'] }],
    });
    expect(stunServers([{ urls: 'turns:r:443' }, { urls: 'turn:r:80?transport=tcp' }])).toEqual([]);
  });

  it('none is made on a direct path, and none is left when the session ends', async () => {
    rig.path.relayed = false;
    await rig.clock.pass(60_000);
    expect(rig.peers.length).toBe(0);
    rig.path.relayed = true;
    await rig.clock.pass(20_000);
    expect([rig.peers.length, FakePeer.open]).toEqual([1, 1]);
    rig.life.abort();
    await settled();
    expect([FakePeer.open, rig.clock.pending]).toEqual([0, 0]);
  });
});
