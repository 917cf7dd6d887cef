import { describe, expect, it } from 'vitest';
import { PLAIN } from '../pictures/types';
import { fillOutputs, needsPicture, planReport } from './plan';

const BOXES = { boxes: 2, labels: null };
const detector = {
  detectNewest: async () => null,
  detectPhoto: async () => ({ width: 1, height: 1, predictions: [] }),
};
const begin = () => () => ({ values: {}, thingsOf: () => [] });
const drawing = {
  outputs: ['found', 'plain', 'boxes'],
  pictures: new Map([
    ['plain', PLAIN],
    ['boxes', BOXES],
  ]),
  imageInput: 'image',
  detector,
  begin,
};
const blind = { outputs: ['found'], imageInput: 'image', detector, begin };

describe('planReport', () => {
  it('asks for no picture where none is sent', () => {
    const plan = planReport(drawing, { kind: 'all' }, null);
    expect(plan).toEqual({ names: ['found'], errors: [], hasData: true, images: [], video: null });
    expect(needsPicture(plan)).toBe(false);
  });

  it('asks for the images that are named, and the first picture as video', () => {
    const plan = planReport(drawing, { kind: 'some', names: ['boxes', 'found'] }, { kind: 'first' });
    expect(plan.images).toEqual([{ name: 'boxes', drawing: BOXES }]);
    expect(plan.video).toEqual({ drawing: PLAIN, notes: [] });
    expect(needsPicture(plan)).toBe(true);
  });

  it.each([
    [{ kind: 'named', name: 'boxes' }, drawing, BOXES, 0],
    [{ kind: 'named', name: 'found' }, drawing, PLAIN, 1],
    [{ kind: 'named', name: 'no such' }, drawing, PLAIN, 1],
    [{ kind: 'nothing' }, drawing, PLAIN, 1],
    [{ kind: 'first' }, blind, PLAIN, 1],
  ] as const)(
    'sends frames as they came, with a word on why, where %j is no picture',
    (stream, workflow, shown, words) => {
      const { video, errors, hasData } = planReport(workflow, { kind: 'none' }, stream);
      expect(video?.drawing).toEqual(shown);
      expect(video?.notes).toHaveLength(words);
      expect(errors).toEqual(video?.notes);
      expect(hasData).toBe(false);
    },
  );
});

describe('fillOutputs', () => {
  const metadata = {
    video_identifier: 'default_source',
    frame_number: 7,
    frame_timestamp: 't',
    fps: null,
    measured_fps: null,
    comes_from_video_file: false,
  } as const;
  const order = { names: ['found', 'boxes'], images: [{ name: 'boxes', drawing: BOXES }] };

  it('puts pictures and predictions under their names', () => {
    const painted = { video: null, images: { boxes: 'QUJD' } };
    expect(fillOutputs(order, { found: 'seen' }, painted, metadata)).toEqual({
      found: 'seen',
      boxes: { type: 'base64', value: 'QUJD', video_metadata: metadata },
    });
  });

  it('says so in the place of a picture that could not be made; no name is no data', () => {
    const data = fillOutputs(order, { found: 'seen' }, null, metadata);
    expect(data).toMatchObject({ found: 'seen', boxes: { __serialization_error__: 'not drawn' } });
    expect(fillOutputs({ names: [], images: [] }, { found: 'seen' }, null, metadata)).toBeNull();
  });
});
