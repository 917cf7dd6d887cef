import { describe, expect, it } from 'vitest';
import type { Shape, Thing } from '../results/kinds/model';
import { thingOf } from '../results/testing';
import { drawScene } from './draw';
import { closedIn, isInView, type Mapping, type Rect } from './geometry';
import { LabelBook } from './labels';
import { sceneOf } from './scene';
import { type Call, fakeBrush, isDot } from './testing';

const TWICE: Mapping = { scaleX: 2, scaleY: 2, offsetX: 10, offsetY: 0 };
const VIEW = { width: 400, height: 600 };
const square = (x: number, y: number, side: number) => [
  { x, y },
  { x: x + side, y },
  { x: x + side, y: y + side },
  { x, y: y + side },
];

const thing = (over: Partial<Thing> = {}) =>
  thingOf({ id: 'a', name: 'person', classId: 2, box: { x: 50, y: 100, width: 60, height: 80 }, ...over });

function draw(things: Thing[], shapes: Shape[] = []) {
  const { calls, context } = fakeBrush();
  const pen = { context, view: VIEW, labels: new LabelBook() };
  drawScene(pen, sceneOf(TWICE, { frame: null, things, shapes }), 1, 0);
  return calls;
}

const argsOf = (calls: Call[], name: string) => calls.filter((call) => call.name === name).map(({ args }) => args); // biome-ignore format: one line
/** The dot on the label of `thing()`. */
const OF_LABEL = [62.01, 102];
/** All that is a rectangle to whoever listens to the canvas. */
const rectangles = (calls: Call[]) =>
  calls.filter(({ name }) => /^(round|stroke|fill)?rect$/i.test(name)).map(({ args }) => args.slice(0, 4));

describe('a thing', () => {
  it('is one rounded rectangle, and nothing else is any', () => {
    const mask = [square(30, 70, 40), square(40, 80, 10)];
    const keypoints = [{ x: 40, y: 80, name: 'nose', confidence: 0.9, sure: true }];
    expect(rectangles(draw([thing({ mask, keypoints, text: 'HELLO', track: 7 })]))).toEqual([[50, 120, 120, 160]]); // biome-ignore format: one line
    expect(rectangles(draw([thing(), thing({ id: 'b', track: 9 })]))).toHaveLength(2);
  });

  it('has all parts of its mask filled by the even-odd rule, so that a hole is one', () => {
    const calls = draw([thing({ mask: [square(30, 70, 40), square(40, 80, 10), square(75, 70, 5)] })]);
    expect(argsOf(calls, 'fill').filter(([rule]) => rule === 'evenodd')).toHaveLength(1);
    const at = calls.findIndex(({ args }) => args[0] === 'evenodd');
    const path = calls.slice(0, at);
    expect(argsOf(path, 'moveTo')).toEqual([[70, 140], [90, 160], [160, 140]]); // biome-ignore format: one line
    expect(argsOf(path, 'closePath')).toHaveLength(3);
    expect(calls[at]).toMatchObject({ alpha: 0.28, fill: '#7cc4ff' });
  });

  it('has lines between its joints, and a dot for each that is sure', () => {
    const joint = (x: number, sure: boolean) => ({ x, y: 90, name: '', confidence: null, sure });
    const keypoints = [joint(40, true), joint(60, true), joint(70, false), joint(75, true)];
    const calls = draw([thing({ keypoints, bones: [[0, 1]] })]);
    expect(argsOf(calls, 'lineTo').filter(isDot)).toEqual([[90.01, 180], [130.01, 180], [160.01, 180], OF_LABEL]); // biome-ignore format: one line
    expect(argsOf(calls, 'moveTo')).toContainEqual([90, 180]);
    expect(argsOf(calls, 'lineTo')).toContainEqual([130, 180]);
  });

  it('has points alone where nobody says which belong together', () => {
    const keypoints = [{ x: 40, y: 90, name: 'tip', confidence: null, sure: true }];
    const withPoints = draw([thing({ keypoints })]);
    const without = draw([thing()]);
    const lines = argsOf(withPoints, 'lineTo');
    expect(lines.filter(isDot)).toEqual([[90.01, 180], OF_LABEL]);
    expect(lines.filter((to) => !isDot(to))).toEqual(argsOf(without, 'lineTo').filter((to) => !isDot(to)));
  });

  it('that is turned is framed by its own rectangle in the box’s place', () => {
    const rectangle = [{ x: 20, y: 100 }, { x: 60, y: 60 }, { x: 80, y: 100 }, { x: 40, y: 140 }]; // biome-ignore format: one line
    const calls = draw([thing({ rectangle })]);
    expect(rectangles(calls)).toEqual([]);
    expect(calls.slice(0, 5).map(({ name, args }) => [name, ...args])).toEqual([
      ['beginPath'],
      ['moveTo', 50, 200],
      ['lineTo', 130, 120],
      ['lineTo', 170, 200],
      ['lineTo', 90, 280],
    ]);
  });

  it('has its colour on its label, too', () => {
    const calls = draw([thing({ track: 1 })]);
    const dots = calls.filter(({ name, args }) => name === 'lineTo' && isDot(args));
    expect(dots.map((call) => call.stroke)).toEqual(['#ffd166']);
    expect(calls.some(({ name, stroke }) => name === 'stroke' && stroke === '#ffd166')).toBe(true);
  });
});

describe('a zone and a line', () => {
  const zone = square(10, 10, 50);

  it('are paths, once each, whoever brings them', () => {
    const shapes: Shape[] = [{ kind: 'line', output: 'line', points: [{ x: 0, y: 5 }, { x: 90, y: 5 }] }]; // biome-ignore format: one line
    const things = [1, 2, 3].map((track) => thing({ track, polygon: structuredClone(zone) }));
    const calls = draw(things, shapes);
    const dashed = argsOf(calls, 'setLineDash').filter(([dashes]) => (dashes as number[]).length > 0);
    expect(dashed).toHaveLength(1);
    expect(argsOf(calls, 'moveTo')[0]).toEqual([10, 10]);
    expect(argsOf(calls, 'lineTo')[0]).toEqual([190, 10]);
    expect(rectangles(calls)).toHaveLength(3);
  });

  it('leave the next line whole', () => {
    const calls = draw([], [{ kind: 'zone', output: 'zones', points: zone }]);
    expect(argsOf(calls, 'setLineDash').at(-1)).toEqual([[]]);
  });
});

describe('a box', () => {
  it.each<[string, Rect, Rect]>([
    ['within the view', { x: 10, y: 20, width: 30, height: 40 }, { x: 10, y: 20, width: 30, height: 40 }],
    ['over one side', { x: -30, y: 20, width: 60, height: 40 }, { x: -30, y: 20, width: 60, height: 40 }],
    ['wider', { x: -30, y: 20, width: 600, height: 40 }, { x: 5, y: 20, width: 390, height: 40 }],
    ['wider and over the top', { x: -30, y: -20, width: 600, height: 90 }, { x: 5, y: 5, width: 390, height: 65 }],
    ['higher', { x: 20, y: -9, width: 60, height: 700 }, { x: 20, y: 5, width: 60, height: 590 }],
    ['larger all around', { x: -1e6, y: -1e6, width: 3e6, height: 3e6 }, { x: 5, y: 5, width: 390, height: 590 }],
    ['wider, of which hardly anything is seen', { x: -30, y: 595, width: 600, height: 90 }, { x: 5, y: 595, width: 390, height: 90 }],
  ])('%s is drawn closed', (_, box, drawn) => {
    expect(closedIn(VIEW, box)).toEqual(drawn);
  }); // biome-ignore format: a row a case

  it.each([
    [{ x: -80, y: 10, width: 80, height: 80 }, false],
    [{ x: -79, y: 10, width: 80, height: 80 }, true],
    [{ x: 10, y: 600, width: 80, height: 80 }, false],
  ])('at %j is in view: %s', (box, seen) => {
    expect(isInView(box, { width: 300, height: 600 })).toBe(seen);
  });
});
