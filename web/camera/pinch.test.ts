import { describe, expect, it } from 'vitest';
import { Pinch } from './pinch';

function lens(zoom: number | null) {
  const asked: number[] = [];
  const waiting: (() => void)[] = [];
  const pinch = new Pinch({
    zoom: () => zoom,
    setZoom: (value) => {
      asked.push(value);
      return new Promise((resolve) => waiting.push(resolve));
    },
  });
  const settle = async () => {
    for (const go of waiting.splice(0)) go();
    for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
  };
  return { pinch, asked, settle };
}
const finger = (pointerId: number, clientX: number) => ({ pointerId, clientX, clientY: 100 });

describe('two fingers over the viewfinder', () => {
  it('that go apart to 2.3 times their distance zoom to 2.3 times the factor', async () => {
    const { pinch, asked, settle } = lens(1);
    pinch.down(finger(1, 100));
    pinch.down(finger(2, 200));
    pinch.move(finger(2, 330));
    await settle();
    expect(asked).toEqual([2.3]);
  });

  it('ask the lens once at a time, and then for the newest', async () => {
    const { pinch, asked, settle } = lens(2);
    pinch.down(finger(1, 0));
    pinch.down(finger(2, 100));
    for (const x of [110, 120, 150]) pinch.move(finger(2, x));
    expect(asked).toHaveLength(1);
    await settle();
    expect(asked.at(-1)).toBe(3);
    expect(asked).toHaveLength(2);
  });

  it('do not jump where a third one comes, or one leaves and returns', async () => {
    const { pinch, asked, settle } = lens(1);
    pinch.down(finger(1, 0));
    pinch.down(finger(2, 100));
    pinch.down(finger(3, 900));
    pinch.move(finger(2, 500));
    expect(asked).toEqual([]);
    pinch.up(finger(1, 0));
    pinch.move(finger(2, 500));
    await settle();
    expect(asked).toEqual([1]);
  });

  it('ask nothing of a lens that cannot zoom, nor from one and the same point', async () => {
    for (const { pinch, asked } of [lens(null), lens(1)]) {
      pinch.down(finger(1, 100));
      pinch.down(finger(2, 100));
      pinch.move(finger(2, 300));
      expect(asked).toEqual([]);
    }
  });
});
