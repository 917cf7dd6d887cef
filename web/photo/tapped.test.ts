import { describe, expect, it } from 'vitest';
import { thingOf } from '../results/testing';
import { tappedThing } from './tapped';

const thing = (name: string, x: number, y: number, side: number) =>
  thingOf({ name, box: { x, y, width: side, height: side } });
const frame = { width: 1000, height: 500 };
/** At half the size, and moved. */
const shown = { left: 100, top: 50, width: 500, height: 250 };
const things = [thing('table', 500, 250, 400), thing('cup', 520, 250, 40)];
const at = (x: number, y: number) => tappedThing(things, frame, shown, { x, y })?.name ?? null;

describe('a finger on a photo', () => {
  it('means the smallest thing that it is on', () => {
    expect(at(100 + 260, 50 + 125)).toBe('cup');
    expect(at(100 + 160, 50 + 60)).toBe('table');
  });

  it('means what it is just beside, by as much of the screen however large the photo is', () => {
    // The cup ends at 540, half of that from the left.
    expect(at(100 + 270 + 13, 50 + 125)).toBe('cup');
    expect(at(100 + 270 + 15, 50 + 125)).toBe('table');
    expect(at(100 + 150 - 13, 50 + 125)).toBe('table');
  });

  it('means nothing where nothing is', () => {
    expect(at(100 + 20, 50 + 20)).toBeNull();
    expect(at(0, 0)).toBeNull();
    expect(tappedThing([], frame, shown, { x: 300, y: 200 })).toBeNull();
    expect(tappedThing(things, { width: 0, height: 0 }, shown, { x: 300, y: 200 })).toBeNull();
  });
});
