/** Every result that Roboflow's server really sent (fixtures/README.md): what is drawn, read out and said. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { decodeMessage } from '../../protocol/result';
import { summarise } from './inView';
import type { Result } from './kinds/model';
import type { Workflow } from './kinds/workflow';
import { readoutsOf } from './readouts';
import { readAnswer, readMessage } from './readResult';
import { readWorkflow } from './testing';

const folder = new URL('./fixtures/', import.meta.url);
const bytes = (name: string) => readFileSync(new URL(name, folder));
const json = (name: string) => JSON.parse(bytes(name).toString());
const live = (name: string, workflow?: Workflow | null) =>
  readMessage(decodeMessage(bytes(`frames/${name}.json`)), { workflow });
const photo = (name: string, workflow?: Workflow | null) => {
  const answer = json(`http/${name}.json`);
  return readAnswer(answer.body ?? answer, { workflow });
};
const interfaceOf = (name: string) => readWorkflow(json(`http/describe_interface.${name}.json`));

/** Drawn things in words, lines to read as `name: value`, and what is said: the sentence, or the state. */
type Row = [drawn: string[], readOut: string[], said: string];

const NOTHING = 'Nothing in view';
const FAILED = 'The workflow failed on this picture.';
const SENT_NOTHING = 'The workflow sent nothing for this picture.';
const bothCodes = ['barcode: moving code', 'barcode: right code'];
const trackedCodes = ['barcode #1: moving code', 'barcode #2: right code'];
const values = ['count: 2', 'enough: yes', 'verdict: PASS', 'names: barcode, barcode'];

const LIVE: Record<string, Row> = {
  camera_focus: [[], ['focus: 29652', 'boxes: empty'], 'values'],
  codes: [bothCodes, ['predictions: 2'], 'things'],
  'codes.blank': [[], ['predictions: none'], NOTHING],
  contours: [
    ['2 zones'],
    ['contours: 2 zones', 'hierarchy: [[[1, -1, -1, -1], [-1, 0, -1, -1]]]', 'number: 2'],
    'values',
  ],
  'contours.blank': [[], ['contours: empty', 'hierarchy: nothing', 'number: 0'], 'values'],
  count: [[], ['count: 2'], 'values'],
  crop_codes: [[], ['codes in crops: none (in 2 parts)'], 'values'],
  crops: [
    bothCodes,
    [
      'crops: failed',
      'crop boxes: 2, not drawn: place unknown (in 2 parts)',
      'codes in crops: 2 (in 2 parts)',
      'codes in crops own: 2 (in 2 parts)',
    ],
    'things',
  ],
  'crops.named': [[], ['crops: failed', 'crop boxes: 2, not drawn: place unknown (in 2 parts)'], 'values'],
  csv: [[], [`csv: names,n,timestamp "['barcode', 'barcode']",2,2026-11-26T00:35:02.547115+00:00`], 'values'],
  dominant_color: [[], ['color: 121, 121, 121'], 'values'],
  fails: [[], [], FAILED],
  'filtered.blank': [[], ['predictions: none'], NOTHING],
  gated: [['barcode: moving code'], ['after: 1', 'count: 2'], 'things'],
  keypoints: [['person, 3 keypoints, 1 bone'], ['people: 1'], 'things'],
  line_counter: [
    trackedCodes,
    ['count in: 1', 'count out: 1', 'detections in: none', 'detections out: 1', 'tracked: 2'],
    'things',
  ],
  'line_counter.blank': [[], ['count in: 2', 'count out: 1', 'tracked: none'], 'values'],
  masks: [['disc, mask of 1', 'plate, mask of 1'], ['masks: 2'], 'things'],
  motion: [[], ['motion: no', 'alarm: no', 'detections: none', 'zones: empty'], 'values'],
  'motion.named': [['3 zones'], ['motion: yes', 'zones: 3 zones'], 'values'],
  picture: [bothCodes, ['predictions: 2'], 'things'],
  'picture.named': [bothCodes, ['picture: a picture', 'predictions: 2'], 'things'],
  picture_only: [[], [], SENT_NOTHING],
  'qr_codes.blank': [[], [], FAILED],
  rle: [['plate'], ['masks: 1'], 'things'],
  sort_tracked: [
    ['barcode #0: moving code', 'barcode #1: right code'],
    ['tracked: 2', 'new: none'],
    'things',
  ],
  template: [['template match'], ['predictions: 1', 'matches: 1'], 'things'],
  text: [[], ['verdict: PASS'], 'values'],
  time_in_zone: [['barcode #1 · 1 s: moving code', 'barcode #2 · 1 s: right code'], ['timed: 2'], 'things'],
  tracked: [trackedCodes, ['tracked: 2', 'new: none', 'seen: 2', 'untracked: 2'], 'things'],
  'tracked.blank': [[], ['tracked: none', 'new: none', 'seen: none', 'untracked: none'], NOTHING],
  values: [
    [],
    [...values, "line: 2 codes: ['barcode', 'barcode']", 'centers: [[478, 112], [472, 322]]'],
    'values',
  ],
  velocity: [['barcode #1 · 124/s: moving code', 'barcode #2 · 0/s: right code'], ['moving: 2'], 'things'],
};

const leftCodes = ['barcode: left code', 'barcode: right code'];
const leftTracked = ['barcode #1: left code', 'barcode #2: right code'];
const HTTP: Record<string, Row> = {
  codes: [leftCodes, ['predictions: 2'], 'things'],
  count: [[], ['count: 2'], 'values'],
  crops: [[], [], FAILED],
  'error.no_image': [[], [], FAILED],
  'error.unknown_workflow': [[], [], FAILED],
  fails: [[], [], FAILED],
  keypoints: [['person, 3 keypoints, 1 bone'], ['people: 1'], 'things'],
  line_counter: [leftTracked, ['count in: 0', 'count out: 0', 'detections in: none', 'tracked: 2'], 'things'],
  masks: [['disc, mask of 1', 'plate, mask of 1'], ['masks: 2'], 'things'],
  needs_parameter: [[], [], FAILED],
  other_input: [[], [], FAILED],
  picture: [leftCodes, ['picture: a picture', 'predictions: 2'], 'things'],
  rle: [['plate, mask of 1'], ['masks: 1'], 'things'],
  text: [[], ['verdict: PASS'], 'values'],
  tracked: [leftTracked, ['tracked: 2', 'new: 2', 'seen: none', 'untracked: 2'], 'things'],
  values: [[], values, 'values'],
  vlm_classifier: [[], ['predictions: dog 80 %', 'error status: no'], 'values'],
  vlm_classifier_multi: [[], ['predictions: dog 80 %, cat 60 %'], 'values'],
};

/** Each thing with what else is drawn of it; zones by their number. */
function drawn({ things, shapes }: Result): string[] {
  const words = things.map(({ name, track, secondsInZone, speed, text, mask, keypoints, bones }) => {
    const tags = [
      track === undefined ? '' : ` #${track}`,
      secondsInZone === undefined ? '' : ` · ${Math.floor(secondsInZone)} s`,
      speed === undefined ? '' : ` · ${Math.round(speed)}/s`,
      text === undefined ? '' : `: ${text}`,
      mask ? `, mask of ${mask.length}` : '',
      keypoints ? `, ${keypoints.length} keypoints, ${bones?.length} bone` : '',
    ];
    return name.replaceAll('_', ' ') + tags.join('');
  });
  return [...words.sort(), ...(shapes.length > 0 ? [`${shapes.length} zones`] : [])];
}

const readOut = (result: Result) =>
  readoutsOf(result).map(({ name, value, unit }) => `${name}: ${value}${unit ?? ''}`);
const names = (kind: string) => readdirSync(new URL(kind, folder)).map((file) => file.replace('.json', ''));

function expectRow(result: Result, [things, lines, said]: Row): void {
  expect(drawn(result)).toEqual(things);
  expect(readOut(result)).toEqual(expect.arrayContaining(lines));
  const { text, state, count } = summarise(result);
  expect(text || state).toBe(said);
  expect(count).toBe(result.things.length);
  expect([result.leftOut, result.odd]).toEqual([0, 0]);
  expect(result.well).toBe(said !== FAILED && said !== SENT_NOTHING);
}

describe('live', () => {
  it('is tested with every fixture', () => {
    // A session's last message tells of no frame.
    expect(names('frames').sort()).toEqual([...Object.keys(LIVE), 'odd_values'].sort());
    expect(live('odd_values')).toMatchObject({ outputs: [], failures: [], well: false });
  });
  it.each(Object.entries(LIVE))('%s', (name, row) => expectRow(live(name), row));
});

describe('a photo', () => {
  it('is tested with every fixture', () => {
    const answers = names('http').filter((name) => !name.startsWith('describe_interface'));
    expect(answers.sort()).toEqual(Object.keys(HTTP).sort());
  });
  it.each(Object.entries(HTTP))('%s', (name, row) => expectRow(photo(name), row));
});

it('says that nothing is in view of empty sets of things alone', () => {
  const all = [
    ...Object.keys(LIVE).map((name) => live(name)),
    ...Object.keys(HTTP).map((name) => photo(name)),
  ];
  for (const { outputs, things } of all.filter((result) => summarise(result).text === NOTHING)) {
    expect(outputs.every((output) => output.kind === 'things' && output.count === 0)).toBe(true);
    expect(things).toEqual([]);
  }
});

it('draws a crop’s codes in the picture, at the offset that they carry', () => {
  const { things } = live('crops');
  expect(things.map(({ box }) => [box.x, box.y])).toEqual([
    [375.5, 112.5],
    [472.5, 322.5],
  ]);
  expect(things[0]?.outputs).toEqual(['codes_in_crops', 'codes_in_crops_own']);
});

it('tells once of an output that is among the errors, too, and the same way of the next frame’s', () => {
  const [one, other] = [live('crops'), live('crops.named')];
  expect(one.failures.map(({ output, words }) => [output, words])).toEqual([
    ['crops', '“crops” could not be sent.'],
  ]);
  expect(one.failures[0]?.reason).toContain('video_identifier');
  expect(other.failures[0]?.key).toBe(one.failures[0]?.key);
});

it('keeps the worker’s reason', () => {
  expect(live('fails').failures[0]?.reason).toBe('Error in line 2, in run: ValueError: the lens cap is on');
  expect(photo('needs_parameter').failures[0]?.reason).toContain('Input should be a valid list');
});

describe('with what the workflow says of itself', () => {
  it('names a picture that nobody asked for', () => {
    expect(readOut(live('picture', interfaceOf('picture')))).toEqual([
      'predictions: 2',
      'picture: a picture, not asked for',
    ]);
    const only = live('picture_only', { outputs: new Map([['annotated_frame', ['image']]]) });
    expect(summarise(only).text).toBe('This workflow returns nothing that can be shown: annotated frame.');
    expect([only.failures, only.well]).toEqual([[], true]);
  });

  it('reads the same things, counts and texts', () => {
    for (const [
      name,
      workflow,
    ] of [['codes', 'codes'], ['line_counter', 'line_counter'], ['values', 'values'], ['crops', 'crops']] as const) // biome-ignore format: one line
      expectRow(live(name, interfaceOf(workflow)), LIVE[name]!);
  });

  it('knows an empty list of sets for an empty set', () => {
    const workflow = interfaceOf('crops');
    const result = readMessage(
      { ...decodeMessage(bytes('frames/crop_codes.json')), serialized_output_data: { codes_in_crops: [] } },
      { workflow },
    );
    expect(summarise(result).text).toBe(NOTHING);
  });
});
