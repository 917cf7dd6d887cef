import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Meter } from './meter';

const counted = (source: string, sent: number, received: number) => ({ source, sent, received });
const peer = () => ({});

describe('the meter', () => {
  it('adds what a counter grew by, each peer’s and each route’s by itself', () => {
    const meter = new Meter();
    const [a, b] = [peer(), peer()];
    meter.add(a, 'direct', counted('T', 100, 10));
    meter.add(a, 'direct', counted('T', 150, 12));
    meter.add(b, 'relay', counted('T', 70, 7));
    meter.add(b, 'relay', counted('T', 70, 9));
    expect(meter.traffic).toEqual({ direct: { sent: 150, received: 12 }, relay: { sent: 70, received: 9 } });
  });

  it('takes a counter that stands lower for one that has begun anew', () => {
    const meter = new Meter();
    const a = peer();
    meter.add(a, 'direct', counted('P1', 100, 10));
    meter.add(a, 'direct', counted('P1', 30, 11));
    meter.add(a, 'direct', counted('P2', 5, 5));
    meter.add(a, 'direct', counted('P1', 31, 11));
    expect(meter.traffic.direct).toEqual({ sent: 136, received: 16 });
  });

  it('is what was sent, however it is read: peers replaced, counters begun anew, routes changed', () => {
    const step = fc.record({
      sent: fc.nat(1e6),
      received: fc.nat(1e6),
      happens: fc.constantFrom('nothing', 'peer', 'pair', 'restart', 'route', 'silence'),
    });
    fc.assert(
      fc.property(fc.array(step), (steps) => {
        const meter = new Meter();
        const truth = { direct: { sent: 0, received: 0 }, relay: { sent: 0, received: 0 } };
        let [link, source, kind] = [peer(), 0, 'direct' as 'direct' | 'relay'];
        let counter = { sent: 0, received: 0 };
        for (const { sent, received, happens } of steps) {
          if (happens === 'peer') link = peer();
          if (happens === 'pair') source += 1;
          if (happens === 'route') kind = kind === 'direct' ? 'relay' : 'direct';
          const anew = ['peer', 'pair'].includes(happens);
          // A counter that begins anew and overtakes itself between two looks cannot be told from one that goes on.
          const restarts = happens === 'restart' && sent < counter.sent && received < counter.received;
          if (anew || restarts) counter = { sent: 0, received: 0 };
          counter = { sent: counter.sent + sent, received: counter.received + received };
          truth[kind].sent += sent;
          truth[kind].received += received;
          if (happens === 'silence') meter.add(link, kind, counted(`${source}`, Number.NaN, Number.NaN));
          meter.add(link, kind, counted(`${source}`, counter.sent, counter.received));
        }
        expect(meter.traffic).toEqual(truth);
      }),
    );
  });

  it('never shrinks and stays a number, whatever a browser says', () => {
    const odd = fc.oneof(fc.anything(), fc.integer(), fc.double()) as fc.Arbitrary<number>;
    const readings = fc.array(fc.tuple(fc.constantFrom('T', 'P', '__proto__'), odd, odd));
    fc.assert(
      fc.property(readings, (all) => {
        const meter = new Meter();
        const link = peer();
        for (const [source, sent, received] of all) {
          const before = meter.traffic.direct;
          meter.add(link, 'direct', { source, sent, received });
          const { direct } = meter.traffic;
          expect(Number.isInteger(direct.sent) && direct.sent >= before.sent).toBe(true);
          expect(Number.isInteger(direct.received) && direct.received >= before.received).toBe(true);
        }
      }),
    );
  });
});
