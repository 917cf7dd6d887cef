import { describe, expect, it } from 'vitest';
import { Refusal } from '../errors';
import { READY_NAMES } from './names';
import { blind, code, picture, registry, thing } from './testing/registry';
import { TEXT_MISSING } from './text';

const find = (id: string, from = registry) => from.find({ workspace: 'any', id });

function play(id: string, pictures: ReturnType<typeof picture>[], parameters = {}) {
  const run = registry.find({ workspace: 'any', id, parameters }).begin();
  return pictures.map((each) => {
    const made = run(each);
    return 'values' in made ? made.values : made.failed;
  });
}

/** One thing that moves, wide enough to be known again, and one that stays; px, by ms. */
const walk = (xs: number[]) =>
  xs.map((x, index) =>
    picture([thing({ x, width: 200 }), thing({ x: 500, y: 300, class: 'star', class_id: 1 })], index * 100),
  );

describe('workflows that are ready by name', () => {
  it('can each be found and described, with a model and without', () => {
    for (const id of READY_NAMES) {
      for (const from of [registry, blind]) {
        if (from === blind && id.startsWith('classify')) continue;
        const { outputs, pictures } = find(id, from);
        const described = from.describe({ workspace: 'any', id });
        expect(Object.keys(described.outputs)).toEqual(outputs);
        for (const name of pictures?.keys() ?? []) expect(described.outputs[name]).toEqual(['image']);
      }
    }
    expect(() => find('classify', blind)).toThrow(Refusal);
  });

  it('count things, and how many of each class', () => {
    expect(play('count', walk([100]))).toMatchObject([
      { count: 2, classes: { circle: 1, star: 1 }, predictions: { predictions: [{}, {}] } },
    ]);
    expect(play('count', [picture([])])).toEqual([
      { count: 0, classes: {}, predictions: { image: { width: 640, height: 480 }, predictions: [] } },
    ]);
  });

  it("give the model's set and the tracked one, with the same ids", () => {
    const [, last] = play('tracked', walk([100, 110])) as Record<string, { predictions: object[] }>[];
    const ids = (name: string) =>
      last?.[name]?.predictions.map((each) => (each as { detection_id: string }).detection_id);
    expect(ids('tracked')).toEqual(ids('predictions'));
    expect(last?.tracked?.predictions).toMatchObject([
      { tracker_id: 1, velocity: [100, 0], speed: 100 },
      { tracker_id: 2, velocity: [0, 0], speed: 0 },
    ]);
    expect(last?.new?.predictions).toEqual([]);
  });

  it('count what crosses the middle, each way, whatever size the frames have', () => {
    const there = [200, 260, 300, 340, 400];
    const results = play('line_counter', walk([...there, ...[...there].reverse()])) as Record<
      string,
      unknown
    >[];
    expect(results.map(({ count_in, count_out }) => [count_in, count_out])).toEqual([
      [0, 0],
      [0, 0],
      [0, 0],
      [1, 0],
      [1, 0],
      [1, 0],
      [1, 0],
      [1, 1],
      [1, 1],
      [1, 1],
    ]);
    expect(results[3]).toMatchObject({
      detections_in: { predictions: [{ tracker_id: 1 }] },
      line: [
        [320, 0],
        [320, 480],
      ],
    });
    const half = walk([340]).map((each) => ({
      ...each,
      width: 320,
      height: 240,
      detections: {
        width: 320,
        height: 240,
        predictions: [thing({ x: 170, y: 50, width: 100, height: 40 })],
      },
    }));
    expect(play('line_counter', [...walk(there.slice(0, 3)), ...half]).at(-1)).toMatchObject({
      count_in: 1,
      detections_in: { predictions: [{ tracker_id: 1 }] },
      line: [
        [160, 0],
        [160, 240],
      ],
    });
  });

  it('take a line of the request in place of their own', () => {
    const parameters = {
      line: [
        [150, 0],
        [150, 480],
      ],
    };
    expect(play('line_counter', walk([100, 130, 170]), parameters).at(-1)).toMatchObject({ count_in: 1 });
    expect(() => play('line_counter', [], { line: 'across' })).toThrow(Refusal);
  });

  it('tell how long a thing has been in the zone, and begin anew when it comes back', () => {
    const results = play('zones', walk([110, 170, 200, 150, 110, 170, 200])) as {
      timed: { predictions: { time_in_zone: number }[] };
    }[];
    expect(results.map(({ timed }) => timed.predictions[0]?.time_in_zone)).toEqual([0, 0, 0.1, 0, 0, 0, 0.1]);
    expect(results[0]).toMatchObject({
      zone: [
        [160, 96],
        [480, 96],
        [480, 384],
        [160, 384],
      ],
    });
  });

  it('call the picture by its surest thing, or name all classes in it', () => {
    expect(play('classify', walk([100]))).toMatchObject([
      {
        predictions: {
          image: { width: 640, height: 480 },
          top: 'circle',
          confidence: 0.9,
          parent_id: 'image.[0]',
        },
      },
    ]);
    expect(play('classify', [picture([])])).toMatchObject([
      {
        predictions: {
          top: '',
          confidence: 0,
          predictions: [{ class: 'circle', confidence: 0 }, { class: 'star' }],
        },
      },
    ]);
    expect(play('classify_many', walk([100]))).toMatchObject([
      {
        predictions: {
          predictions: { circle: { class_id: 0, confidence: 0.9 }, star: { class_id: 1, confidence: 0.9 } },
          predicted_classes: ['circle', 'star'],
        },
      },
    ]);
  });

  it('give text, a flag, a verdict and a record of codes', () => {
    const codes = picture([code(100, 100, 'one'), code(300, 100, 'two')]);
    expect(play('code_text', [codes, picture([])])).toMatchObject([
      {
        text: 'one\ntwo',
        sentence: 'Codes: 2',
        found: true,
        verdict: 'PASS',
        record: { predictions: [{ data: 'one' }, {}] },
      },
      {
        text: '',
        found: false,
        verdict: 'FAIL',
        record: { image: { width: null, height: null }, predictions: [] },
      },
    ]);
  });

  it('give text as the hosted server does, its turned rectangle in the place of its box', () => {
    const corners: [number, number][] = [
      [10, 50],
      [110, 60],
      [108, 80],
      [8, 70],
    ];
    const read = thing({ class: 'שלום b', rectangle: { corners, width: 100.5, height: 20.1, angle: 5.7 } });
    const seen = picture([{ ...read, x: 59, y: 65, width: 102, height: 30 }]);
    seen.detections.text = 'שלום b';
    const [values] = play('text', [seen]);
    expect(values).toMatchObject({
      text: 'שלום b',
      predictions: {
        image: { width: 640, height: 480 },
        predictions: [
          { class: 'שלום b', x: 59, y: 65, width: 100.5, height: 20.1, rect: corners, angle: 5.7 },
        ],
      },
    });
    expect(JSON.stringify(values)).not.toContain('rectangle');
    expect(play('text', [picture([])])).toMatchObject([{ text: '', predictions: { predictions: [] } }]);
  });

  it('say why no text is read where the networks for it are missing', () => {
    expect(find('text', blind).begin()(picture([]))).toEqual({
      failed: { step: { name: 'read', type: 'roboflow_core/ocr_model@v1' }, message: TEXT_MISSING },
    });
  });

  it('draw what they found', () => {
    const workflow = find('picture');
    const drawing = workflow.pictures?.get('picture');
    const made = workflow.begin()(picture([thing()]));
    expect(drawing).toMatchObject({ boxes: 4, labels: 'class' });
    expect('values' in made && drawing && made.thingsOf(drawing)).toHaveLength(1);
  });

  it("fail, with the step's own words, where a step cannot go on", () => {
    expect(play('fails', walk([100]))).toEqual([
      {
        step: { name: 'line', type: 'roboflow_core/line_counter@v2' },
        message: 'tracker_id not initialized, LineCounterBlockV2 requires detections to be tracked',
      },
    ]);
  });

  it('keep what they count for one stream alone', () => {
    const workflow = find('line_counter');
    const [one, other] = [workflow.begin(), workflow.begin()];
    for (const each of walk([200, 260, 300, 340])) one(each);
    expect(other(walk([200])[0] as ReturnType<typeof picture>)).toMatchObject({ values: { count_in: 0 } });
  });
});
