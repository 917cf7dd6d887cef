import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FakeTrack } from './fakes';
import { largerTrack, partInFrame, photoSize, sensorPicture } from './sensor';

const FRAME = { width: 1280, height: 720 };
const asTrack = (track: FakeTrack) => track as unknown as MediaStreamTrack;

describe('what to ask the sensor for', () => {
  it.each([
    ['all of it', { imageWidth: { max: 4000 }, imageHeight: { max: 3000 } }, { width: 4000, height: 3000 }],
    [
      'no more than 12 million px',
      { imageWidth: { max: 8000 }, imageHeight: { max: 6000 } },
      { width: 4000, height: 3000 },
    ],
    ['nothing where it has no more', { imageWidth: { max: 1280 }, imageHeight: { max: 720 } }, null],
    ['nothing where it does not say', {}, null],
    ['nothing of nonsense', { imageWidth: { max: Number.NaN }, imageHeight: { max: 3000 } }, null],
    [
      'nothing of endlessness',
      { imageWidth: { max: Number.POSITIVE_INFINITY }, imageHeight: { max: 1 } },
      null,
    ],
  ])('is %s', (_, can, size) => {
    expect(photoSize(can, FRAME)).toEqual(size);
  });

  it('is a track of the same shape, as cameras count: lying', () => {
    const track = asTrack(new FakeTrack({}, { width: { max: 3840 }, height: { max: 2880 } }));
    expect(largerTrack(track, FRAME)).toEqual({ width: 3840, height: 2160 });
    expect(largerTrack(track, { width: 720, height: 1280 })).toEqual({ width: 3840, height: 2160 });
    expect(largerTrack(asTrack(new FakeTrack()), FRAME)).toBeNull();
  });
});

describe('the part that the viewfinder had', () => {
  it.each([
    ['the middle of a higher sensor', { width: 4000, height: 3000 }, FRAME, [0, 375, 4000, 2250]],
    [
      'the middle of a wider one',
      { width: 4000, height: 2250 },
      { width: 640, height: 480 },
      [500, 0, 3000, 2250],
    ],
    ['upright', { width: 3000, height: 4000 }, { width: 720, height: 1280 }, [375, 0, 2250, 4000]],
    [
      'all of one that lies otherwise',
      { width: 4000, height: 3000 },
      { width: 720, height: 1280 },
      [0, 0, 4000, 3000],
    ],
  ])('is %s', (_, picture, frame, [x, y, width, height]) => {
    expect(partInFrame(picture, frame)).toEqual({ x, y, width, height });
  });
});

describe('a camera that cannot', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });
  const video = Object.assign(new EventTarget(), { videoWidth: 1280, videoHeight: 720 });
  const shoot = (track: FakeTrack, isIdle = false) =>
    sensorPicture(
      { track: asTrack(track), video: video as HTMLVideoElement, isIdle },
      FRAME,
      async () => null,
    );
  const capture = (more: object) =>
    vi.stubGlobal(
      'ImageCapture',
      class {
        getPhotoCapabilities = async () => ({ imageWidth: { max: 4000 }, imageHeight: { max: 3000 } });
        takePhoto() {}
        constructor() {
          Object.assign(this, more);
        }
      },
    );

  it.each([
    ['has no ImageCapture', null],
    ['refuses to say what it can', { getPhotoCapabilities: () => Promise.reject(new Error('muted')) }],
    ['refuses the photo', { takePhoto: () => Promise.reject(new Error('busy')) }],
  ])('gives nothing where it %s', async (_, more) => {
    if (more) capture(more);
    await expect(shoot(new FakeTrack())).resolves.toBeNull();
  });

  it('gives nothing where it never answers, after seconds', async () => {
    capture({ takePhoto: () => new Promise(() => undefined) });
    const shot = shoot(new FakeTrack());
    await vi.advanceTimersByTimeAsync(4_000);
    await expect(shot).resolves.toBeNull();
  });

  it('is given back its size where a larger track does not come', async () => {
    const track = new FakeTrack({}, { width: { max: 3840 }, height: { max: 2160 } });
    Object.assign(track, { getConstraints: () => ({ width: { ideal: 1280 } }) });
    const shot = shoot(track, true);
    await vi.advanceTimersByTimeAsync(1_500);
    await expect(shot).resolves.toBeNull();
    expect(track.applied).toEqual([
      { width: { ideal: 3840 }, height: { ideal: 2160 } },
      { width: { ideal: 1280 } },
    ]);
  });

  it('is left as it is while its picture is sent', async () => {
    const track = new FakeTrack({}, { width: { max: 3840 }, height: { max: 2160 } });
    await expect(shoot(track)).resolves.toBeNull();
    expect(track.applied).toEqual([]);
  });
});
