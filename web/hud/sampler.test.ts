import { describe, expect, it } from 'vitest';
import { FakeClock } from '../time/fakes';
import { type HudSource, type Reading, watchFigures } from './sampler';

/** A source whose peer counts 1,000 bytes a look. */
function source() {
  let bytesSent = 0;
  const listeners = { result: new Set<() => void>(), age: new Set<(ms: number) => void>() };
  const add = <T>(set: Set<T>, listener: T) => {
    set.add(listener);
    return () => set.delete(listener);
  };
  let peer = {};
  let clockMs = 0;
  const given: HudSource = {
    async readStats() {
      bytesSent += 1_000;
      clockMs += 1_000;
      const entries = [
        [
          'P',
          {
            id: 'P',
            type: 'candidate-pair',
            selected: true,
            localCandidateId: 'L',
            bytesSent,
            bytesReceived: 0,
          },
        ],
        ['L', { id: 'L', type: 'local-candidate', candidateType: 'host', protocol: 'udp' }],
        ['O', { id: 'O', type: 'outbound-rtp', kind: 'video', timestamp: clockMs }],
      ];
      return { peer, report: new Map(entries as never) as never, iceServers: [] };
    },
    onResult: (listener) => add(listeners.result, listener),
    onAge: (listener) => add(listeners.age, listener),
  };
  return {
    given,
    result: () => {
      for (const tell of listeners.result) tell();
    },
    age: (ms: number) => {
      for (const tell of listeners.age) tell(ms);
    },
    anotherPeer: () => {
      peer = {};
    },
    listeners: () => listeners.result.size + listeners.age.size,
  };
}

function watched(changes: Partial<HudSource> = {}) {
  const clock = new FakeClock();
  const peer = source();
  const told: Reading[] = [];
  const end = watchFigures({ ...peer.given, ...changes }, clock, (reading) => told.push(reading));
  return { clock, peer, told, end };
}

describe('looking at a session once a second', () => {
  it('tells rates of the second that has gone, and their last minute', async () => {
    const { clock, peer, told, end } = watched();
    await clock.pass(0);
    for (let second = 0; second < 70; second += 1) {
      for (let each = 0; each < 30; each += 1) peer.result();
      peer.age(40 + second);
      await clock.pass(1_000);
    }
    const { figures, traces } = told.at(-1) as Reading;
    expect(figures).toMatchObject({ results: 30, ageMs: 109, upKbps: 8 });
    expect(traces.results).toHaveLength(60);
    expect(traces.loss).toBeUndefined();
    end();
  });

  it('compares no peer with another', async () => {
    const { clock, peer, told, end } = watched();
    await clock.pass(1_000);
    expect(told.at(-1)?.figures.upKbps).toBe(8);
    peer.anotherPeer();
    await clock.pass(1_000);
    expect(told.at(-1)?.figures.upKbps).toBeNull();
    end();
  });

  it('says that nothing is known where the peer is gone, and goes on', async () => {
    const { clock, told, end } = watched({ readStats: () => Promise.reject(new Error('closed')) });
    await clock.pass(2_000);
    expect(told.at(-1)?.figures).toMatchObject({ route: null, upKbps: null, results: 0 });
    end();
  });

  it('leaves no timer and no listener behind', async () => {
    const { clock, peer, told, end } = watched();
    await clock.pass(1_000);
    end();
    const before = told.length;
    await clock.pass(5_000);
    expect(told).toHaveLength(before);
    expect(peer.listeners()).toBe(0);
  });
});
