/** Every result that Roboflow's server really sent (web/results/fixtures/README.md): what is on the canvas. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { decodeMessage } from '../../protocol/result';
import { readAnswer, readMessage } from '../results/readResult';
import { drawScene } from './draw';
import { coverMapping } from './geometry';
import { LabelBook } from './labels';
import { type Drawable, sceneOf } from './scene';
import { type Call, fakeBrush, isDot } from './testing';

const folder = new URL('../results/fixtures/', import.meta.url);
const bytes = (name: string) => readFileSync(new URL(name, folder));
const live = (name: string) => readMessage(decodeMessage(bytes(`frames/${name}.json`)));
const photo = (name: string) => {
  const answer = JSON.parse(bytes(`http/${name}.json`).toString());
  return readAnswer(answer.body ?? answer);
};

/** Boxes and masks, dashed zones, dots besides those on labels; and what labels say, sorted. */
type Row = [drawn: { boxes?: number; masks?: number; zones?: number; joints?: number }, labels: string[]];

const NOTHING: Row = [{}, []];
const bothCodes: Row = [{ boxes: 2 }, ['moving code', 'right code']];
const trackedCodes: Row = [{ boxes: 2 }, ['moving code #1', 'right code #2']];
const shapes: Row = [{ boxes: 2, masks: 2 }, ['disc 91 %', 'plate 55 %']];
const person: Row = [{ boxes: 1, joints: 2 }, ['person 91 %']];

const LIVE: Record<string, Row> = {
  camera_focus: NOTHING,
  codes: bothCodes,
  'codes.blank': NOTHING,
  contours: [{ zones: 2 }, []],
  'contours.blank': NOTHING,
  count: NOTHING,
  crop_codes: NOTHING,
  crops: bothCodes,
  'crops.named': NOTHING,
  csv: NOTHING,
  dominant_color: NOTHING,
  fails: NOTHING,
  'filtered.blank': NOTHING,
  gated: [{ boxes: 1 }, ['moving code']],
  keypoints: person,
  line_counter: trackedCodes,
  'line_counter.blank': NOTHING,
  masks: shapes,
  motion: NOTHING,
  'motion.named': [{ zones: 3 }, []],
  odd_values: NOTHING,
  picture: bothCodes,
  'picture.named': bothCodes,
  picture_only: NOTHING,
  'qr_codes.blank': NOTHING,
  rle: [{ boxes: 1 }, ['plate 91 %']],
  sort_tracked: [{ boxes: 2 }, ['moving code #0', 'right code #1']],
  template: [{ boxes: 1 }, ['template match 100 %']],
  text: NOTHING,
  time_in_zone: [{ boxes: 2 }, ['moving code #1 · 1 s', 'right code #2 · 1 s']],
  tracked: trackedCodes,
  'tracked.blank': NOTHING,
  values: NOTHING,
  velocity: [{ boxes: 2 }, ['moving code #1 · 124/s', 'right code #2 · 0/s']],
};

const leftCodes: Row = [{ boxes: 2 }, ['left code', 'right code']];
const leftTracked: Row = [{ boxes: 2 }, ['left code #1', 'right code #2']];
const HTTP: Record<string, Row> = {
  codes: leftCodes,
  count: NOTHING,
  crops: NOTHING,
  'error.no_image': NOTHING,
  'error.unknown_workflow': NOTHING,
  fails: NOTHING,
  keypoints: person,
  line_counter: leftTracked,
  masks: shapes,
  needs_parameter: NOTHING,
  other_input: NOTHING,
  picture: leftCodes,
  rle: [{ boxes: 1, masks: 1 }, ['plate 91 %']],
  text: NOTHING,
  tracked: leftTracked,
  values: NOTHING,
  vlm_classifier: NOTHING,
  vlm_classifier_multi: NOTHING,
};

/** On a screen that shows the whole picture, at its size or VGA's. */
function callsFor(result: Drawable): Call[] {
  const { calls, context } = fakeBrush();
  const view = result.frame ?? { width: 640, height: 480 };
  const mapping = coverMapping(view, view, view, false);
  if (!mapping) throw new Error('The fixture has no size.');
  drawScene({ context, view, labels: new LabelBook() }, sceneOf(mapping, result), 1, 0);
  return calls;
}

function expectRow(result: Drawable, [{ boxes = 0, masks = 0, zones = 0, joints = 0 }, labels]: Row): void {
  const calls = callsFor(result);
  const named = (name: string) => calls.filter((call) => call.name === name);
  const words = named('fillText').map(({ args }) => String(args[0]));
  const rectangles = calls.filter(({ name }) => /^(round|stroke|fill)?rect$/i.test(name));
  expect(rectangles.map(({ name }) => name)).toEqual(Array(boxes).fill('roundRect'));
  expect(named('fill').filter(({ args }) => args[0] === 'evenodd')).toHaveLength(masks + zones);
  expect(named('setLineDash')).toHaveLength(2 * zones);
  // Each label has a dot, too.
  expect(named('lineTo').filter(({ args }) => isDot(args))).toHaveLength(joints + labels.length);
  expect(words.sort()).toEqual(labels);
}

const names = (kind: string) => readdirSync(new URL(kind, folder)).map((file) => file.replace('.json', ''));

describe('live', () => {
  it('is drawn for every fixture', () => {
    expect(names('frames').sort()).toEqual(Object.keys(LIVE).sort());
  });
  it.each(Object.entries(LIVE))('%s', (name, row) => expectRow(live(name), row));
});

describe('a photo', () => {
  it('is drawn for every fixture', () => {
    const answers = names('http').filter((name) => !name.startsWith('describe_interface'));
    expect(answers.sort()).toEqual(Object.keys(HTTP).sort());
  });
  it.each(Object.entries(HTTP))('%s', (name, row) => expectRow(photo(name), row));
});
