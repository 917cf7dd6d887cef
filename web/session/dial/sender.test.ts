import { describe, expect, it } from 'vitest';
import { FakePeer, fakeTrack } from '../fakes';
import {
  addCameraTrack,
  adjust,
  fitSize,
  longSideFor,
  MAX_LONG_SIDE_PX,
  replaceCameraTrack,
  START_LONG_SIDE_PX,
  sentRate,
} from './sender';

const hd = fakeTrack('hd', { width: 1280, height: 720 });

function sending(track: MediaStreamTrack) {
  const pc = new FakePeer({});
  const { sender } = addCameraTrack(pc as unknown as RTCPeerConnection, track, false);
  /** The longer side (px) of what arrives for a track of that size. */
  const longSide = (settings: MediaTrackSettings) =>
    Math.max(settings.width ?? 0, settings.height ?? 0) / (pc.encodings[0]?.scaleResolutionDownBy ?? 1);
  return { pc, sender, longSide };
}

describe('the size that is sent', () => {
  it('is what was asked for from the first frame on', () => {
    const { pc, longSide } = sending(hd);
    expect([pc.degradationPreference, longSide({ width: 1280 })]).toEqual([
      'maintain-resolution',
      START_LONG_SIDE_PX,
    ]);
  });

  it.each<[string, MediaTrackSettings, number]>([
    ['a smaller camera, whole', { width: 640, height: 480 }, 640],
    ['a larger one, at the limit', { width: 1920, height: 1080 }, MAX_LONG_SIDE_PX],
    ['an upright one, at the limit', { width: 720, height: 1280 }, MAX_LONG_SIDE_PX],
    ['one that does not say, whole', {}, 0],
  ])('follows a flip to %s', async (_, settings, expected) => {
    const { pc, sender, longSide } = sending(hd);
    expect(longSide({ width: 1280 })).toBe(START_LONG_SIDE_PX);
    await replaceCameraTrack(sender, fakeTrack('other', settings), MAX_LONG_SIDE_PX);
    expect(longSide(settings)).toBeCloseTo(expected);
    expect(pc.encodings[0]).toMatchObject({ maxBitrate: 330_000, maxFramerate: 30 });
  });

  it('is put right once a camera says how large it is', async () => {
    const settings: MediaTrackSettings = {};
    const { sender, longSide } = sending(fakeTrack('late', settings));
    settings.width = 1920;
    expect(longSide(settings)).toBe(1920);
    await fitSize(sender, fakeTrack('late', settings), MAX_LONG_SIDE_PX);
    expect(longSide(settings)).toBe(MAX_LONG_SIDE_PX);
  });

  it('is asked of the browser once, and set anew when another is wanted', async () => {
    const { pc, sender } = sending(hd);
    let asked = 0;
    const ask = sender.getParameters.bind(sender);
    sender.getParameters = () => {
      asked += 1;
      return ask();
    };
    for (let at = 0; at < 5; at += 1) await adjust(sender, { maxBitrate: 100_000 });
    expect([asked, pc.encodings[0]?.maxBitrate]).toEqual([1, 100_000]);
    await adjust(sender, { maxBitrate: 200_000 });
    await adjust(sender, { maxBitrate: 100_000 });
    expect([asked, pc.encodings[0]?.maxBitrate]).toEqual([3, 100_000]);
  });

  it('stays where the browser refuses a change, and the session goes on', async () => {
    const { sender } = sending(hd);
    sender.setParameters = () => Promise.reject(new DOMException('', 'InvalidStateError'));
    await expect(
      replaceCameraTrack(sender, fakeTrack('other', { width: 640 }), 640),
    ).resolves.toBeUndefined();
  });
});

it.each<[MediaTrackSettings, number | null]>([
  [{ frameRate: 29.97 }, 29.97],
  [{ frameRate: 60 }, 30],
  [{ frameRate: 0 }, null],
  [{}, null],
])('the rate that is declared for %j is %s', (settings, rate) => {
  expect(sentRate(fakeTrack('rate', settings))).toBe(rate);
});

it.each<[string, Record<string, string[]> | null, number]>([
  ['that finds things', { predictions: ['object_detection_prediction'], count: ['integer'] }, 640],
  ['that outlines them', { predictions: ['instance_segmentation_prediction'] }, 640],
  ['that reads codes', { predictions: ['bar_code_detection'] }, MAX_LONG_SIDE_PX],
  ['that finds things and reads', { a: ['object_detection_prediction'], b: ['string'] }, MAX_LONG_SIDE_PX],
  ['that may give anything', { a: ['*'] }, MAX_LONG_SIDE_PX],
  ['that nobody knows', null, MAX_LONG_SIDE_PX],
])('a workflow %s is sent a picture of that size', (_, outputs, expected) => {
  expect(longSideFor(outputs && { outputs: new Map(Object.entries(outputs)) })).toBe(expected);
});
