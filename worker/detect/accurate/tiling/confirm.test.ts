import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Box, DetectObjects } from '../../boxes';
import { boxOf, noisePhoto, scriptedDetector } from '../testing/scripted';
import { confirmed, LOOK_LIMITS, WHOLE } from './confirm';
import type { TileBox } from './merge';
import { planTiles } from './plan';
import { searchClosely } from './search';

const [WIDTH, HEIGHT] = [800, 600];
const photo = noisePhoto(WIDTH, HEIGHT);
const UNCUT = { left: false, top: false, right: false, bottom: false };

/** Asks the detector alone: no pass has seen anything. */
const confirm = (boxes: Box[], detectObjects: DetectObjects, seen: TileBox[] = [], limits = LOOK_LIMITS) =>
  confirmed(boxes, { picture: photo, seen, detectObjects, detect: undefined }, limits);

describe('a box that one pass alone has seen', () => {
  it('goes where the model does not see it again', async () => {
    const there = boxOf(200, 200, 80);
    const ghost = boxOf(500, 400, 80);
    expect(await confirm([there, ghost], scriptedDetector(photo, [there]))).toEqual([there]);
  });

  it('goes where the model sees something else in its place', async () => {
    const cup = boxOf(200, 200, 80, { class: 'cup', class_id: 1 });
    expect(await confirm([boxOf(200, 200, 80)], scriptedDetector(photo, [cup]))).toEqual([]);
  });

  it('goes where but one of two looks shows it', async () => {
    const ghost = boxOf(300, 300, 80);
    const detector = scriptedDetector(photo, [ghost]);
    let looks = 0;
    const once: DetectObjects = async (part) => {
      looks += 1;
      return looks === 1 ? detector(part) : [];
    };
    expect(await confirm([ghost], once)).toEqual([]);
    expect(looks).toBe(2);
  });

  it('goes out of what a search finds, where one tile alone shows it', async () => {
    const [there, ghost] = [boxOf(200, 200, 60), boxOf(620, 420, 60, { class: 'ghost', class_id: 7 })];
    const detector = scriptedDetector(photo, [there]);
    const haunted = scriptedDetector(photo, [there, ghost]);
    const last = planTiles(WIDTH, HEIGHT).at(-1)!;
    let calls = 0;
    const detect: DetectObjects = (part) => {
      calls += 1;
      return calls === 1 + planTiles(WIDTH, HEIGHT).length ? haunted(part) : detector(part);
    };
    expect(last.left + last.width).toBe(WIDTH);
    expect((await searchClosely(photo, detect)).map((box) => box.class)).toEqual(['thing']);
    expect(calls).toBeGreaterThan(1 + planTiles(WIDTH, HEIGHT).length);
  });

  it('stays where the model sees it both times, wherever it lies', async () => {
    const any = fc.integer({ min: 20, max: 250 }).chain((side) =>
      fc.record({
        side: fc.constant(side),
        x: fc.double({ min: side / 2, max: WIDTH - side / 2, noNaN: true }),
        y: fc.double({ min: side / 2, max: HEIGHT - side / 2, noNaN: true }),
      }),
    );
    await fc.assert(
      fc.asyncProperty(any, async ({ x, y, side }) => {
        const box = boxOf(x, y, side);
        expect(await confirm([box], scriptedDetector(photo, [box]))).toEqual([box]);
      }),
    );
  });

  it('is looked at in whole px of the picture, and never in all of it, even where it ends beyond', async () => {
    const any = fc.record({
      x: fc.double({ min: -50, max: WIDTH + 50, noNaN: true }),
      y: fc.double({ min: -50, max: HEIGHT + 50, noNaN: true }),
      side: fc.double({ min: 0, max: 1000, noNaN: true }),
    });
    await fc.assert(
      fc.asyncProperty(any, async ({ x, y, side }) => {
        await confirm([boxOf(x, y, side)], async ({ data, width, height }) => {
          expect(data).toHaveLength(3 * width * height);
          expect(Number.isInteger(width) && width > 0 && width <= WIDTH).toBe(true);
          expect(Number.isInteger(height) && height > 0 && height <= HEIGHT).toBe(true);
          expect(width === WIDTH && height === HEIGHT).toBe(false);
          return [];
        });
      }),
    );
  });
});

describe('is not looked at again', () => {
  const blind: DetectObjects = async () => [];
  const box = boxOf(200, 200, 80);
  const inPass = (pass: number, more: Partial<TileBox> = {}): TileBox => ({ box, cut: UNCUT, pass, ...more });

  it('what two passes saw whole, and were sure of', async () => {
    expect(await confirm([box], blind, [inPass(2), inPass(3)])).toEqual([box]);
  });

  it('what the pass over the whole picture saw, and was sure of', async () => {
    expect(await confirm([box], blind, [inPass(WHOLE)])).toEqual([box]);
    const doubtful = inPass(WHOLE, { box: { ...box, confidence: 0.45 } });
    expect(await confirm([box], blind, [doubtful])).toEqual([]);
  });

  it.each<[string, TileBox[]]>([
    ['one pass, twice', [inPass(3), inPass(3)]],
    ['one of them cut it', [inPass(2), inPass(3, { cut: { ...UNCUT, left: true } })]],
    ['one of them was in doubt', [inPass(2), inPass(3, { box: { ...box, confidence: 0.45 } })]],
    ['one of them saw it elsewhere', [inPass(2), inPass(3, { box: { ...box, x: 300 } })]],
  ])('but so it is where it was %s', async (_, seen) => {
    expect(await confirm([box], blind, seen)).toEqual([]);
  });

  it('what fills the picture: nothing is closer than the first pass', async () => {
    const large = boxOf(400, 300, 590);
    expect(await confirm([large], blind)).toEqual([large]);
  });

  it('what comes after so many boxes, or after so long', async () => {
    const all = [boxOf(100, 100, 60), boxOf(300, 300, 60), boxOf(600, 400, 60)];
    expect(await confirm(all, blind, [], { boxes: 1, ms: 60_000 })).toEqual(all.slice(1));
    expect(await confirm(all, blind, [], { boxes: 60, ms: 0 })).toEqual(all);
    const endMs = performance.now();
    expect(await confirm(all, blind, [], { boxes: 60, ms: 60_000, endMs })).toEqual(all);
  });
});
