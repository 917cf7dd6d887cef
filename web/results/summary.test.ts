import { describe, expect, it } from 'vitest';
import { FakeClock } from '../time/fakes';
import type { Result } from './kinds/model';
import { readResult } from './readResult';
import { onSummary, type ResultSource } from './summary';
import { prediction, set, uuid } from './testing';

const result = (count: number) =>
  readResult({
    outputs: { dogs: set(Array.from({ length: count }, (_, at) => prediction({ detection_id: uuid(at) }))) },
  });

describe('the summary of what is in view', () => {
  it('is told at most once a second, with the newest result, and cleared when live ends', async () => {
    const clock = new FakeClock();
    let deliver: (result: Result) => void = () => {};
    let become: (state: { phase: string }) => void = () => {};
    const source: ResultSource = {
      onResult: (listener: typeof deliver) => {
        deliver = listener;
        return () => {};
      },
      onState: (listener: typeof become) => {
        become = listener;
        return () => {};
      },
    };
    const told: number[] = [];
    const off = onSummary(source, clock, ({ count }) => told.push(count));
    for (let frame = 0; frame < 30; frame += 1) deliver(result(frame));
    await clock.pass(3_000);
    become({ phase: 'idle' });
    expect(told).toEqual([29, 0]);
    off();
    expect(clock.pending).toBe(0);
  });
});
