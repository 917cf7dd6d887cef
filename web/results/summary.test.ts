import { describe, expect, it } from 'vitest';
import type { FrameResult, Prediction } from '../../protocol/result';
import { FakeClock } from '../time/fakes';
import { onSummary, type ResultSource, summarise } from './summary';

const box = { x: 1, y: 1, width: 1, height: 1, confidence: 1, class_id: 0, detection_id: 'd' };
const result = (...predictions: Pick<Prediction, 'class' | 'data'>[]): FrameResult => ({
  frameId: 1,
  frame: null,
  predictions: predictions.map((prediction) => ({ ...box, ...prediction })),
  leftOut: 0,
  errors: [],
  complete: false,
  terminationReason: null,
});

describe('the summary of what is in view', () => {
  it('lists class and text, sorted, and counts all', () => {
    const seen = result({ class: 'qr_code', data: 'B' }, { class: 'qr_code', data: 'A' }, { class: 'dog' });
    expect(summarise(seen)).toEqual({ count: 3, leftOut: 0, items: ['dog', 'qr code: A', 'qr code: B'] });
  });

  it('is told at most once a second, with the newest result, and cleared when live ends', async () => {
    const clock = new FakeClock();
    let deliver: (result: FrameResult) => void = () => {};
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
    for (let frame = 0; frame < 30; frame += 1) deliver(result(...Array(frame).fill({ class: 'dog' })));
    await clock.pass(3_000);
    become({ phase: 'idle' });
    expect(told).toEqual([29, 0]);
    off();
    expect(clock.pending).toBe(0);
  });
});
