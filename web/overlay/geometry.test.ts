import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boxToView, coverMapping, type Mapping, type Point, type Size, toView } from './geometry';

/** The inverse of `toView`. */
function toFrame({ scaleX, scaleY, offsetX, offsetY }: Mapping, point: Point): Point {
  return { x: (point.x - offsetX) / scaleX, y: (point.y - offsetY) / scaleY };
}

const side = fc.integer({ min: 64, max: 4096 });
const size = fc.record({ width: side, height: side });
const share = fc.double({ min: 0, max: 1, noNaN: true });

describe('coverMapping', () => {
  it('fills a tall phone with the middle of a wide picture', () => {
    const mapping = coverMapping(
      { width: 640, height: 360 },
      { width: 1280, height: 720 },
      { width: 390, height: 844 },
      false,
    )!;
    expect(toView(mapping, { x: 320, y: 180 })).toEqual({ x: 195, y: 422 });
    // 844 / 360 CSS px a frame pixel: the whole height shows, the sides are cut.
    const box = boxToView(mapping, { x: 320, y: 180, width: 36, height: 36 });
    expect(box.width).toBeCloseTo(84.4);
    expect(box.x).toBeCloseTo(195 - 42.2);
  });

  it('puts a box on the left to the right in a mirrored view', () => {
    const frame = { width: 400, height: 300 };
    const mapping = coverMapping(frame, frame, frame, true)!;
    expect(boxToView(mapping, { x: 50, y: 60, width: 20, height: 10 })).toEqual({
      x: 340,
      y: 55,
      width: 20,
      height: 10,
    });
  });

  it('has no mapping before the first picture, and none for a frame from before a turn', () => {
    const lying = { width: 1280, height: 720 };
    const standing = { width: 720, height: 1280 };
    expect(coverMapping(lying, { width: 0, height: 0 }, lying, false)).toBeNull();
    expect(coverMapping(lying, standing, standing, false)).toBeNull();
    expect(coverMapping(standing, standing, lying, false)).not.toBeNull();
  });

  const scene = fc.record({
    frame: size,
    view: size,
    zoom: fc.integer({ min: 1, max: 4 }),
    mirrored: fc.boolean(),
  });
  const videoOf = (frame: Size, zoom: number): Size => ({
    width: frame.width * zoom,
    height: frame.height * zoom,
  });

  it('goes there and back', () => {
    fc.assert(
      fc.property(scene, share, share, ({ frame, view, zoom, mirrored }, u, v) => {
        const mapping = coverMapping(frame, videoOf(frame, zoom), view, mirrored)!;
        const point = { x: u * frame.width, y: v * frame.height };
        const back = toFrame(mapping, toView(mapping, point));
        expect(back.x).toBeCloseTo(point.x, 4);
        expect(back.y).toBeCloseTo(point.y, 4);
      }),
    );
  });

  it('covers the view on both axes, exactly on one, about its centre', () => {
    fc.assert(
      fc.property(scene, ({ frame, view, zoom, mirrored }) => {
        const mapping = coverMapping(frame, videoOf(frame, zoom), view, mirrored)!;
        const centre = { x: frame.width / 2, y: frame.height / 2 };
        const whole = boxToView(mapping, { ...centre, ...frame });
        const slackX = whole.width - view.width;
        const slackY = whole.height - view.height;
        expect(Math.min(slackX, slackY)).toBeCloseTo(0, 4);
        expect(Math.max(slackX, slackY)).toBeGreaterThanOrEqual(-1e-6);
        expect(whole.x + whole.width / 2).toBeCloseTo(view.width / 2, 4);
        expect(whole.y + whole.height / 2).toBeCloseTo(view.height / 2, 4);
        expect(Math.abs(mapping.scaleX)).toBeCloseTo(mapping.scaleY, 4);
      }),
    );
  });

  it('mirrors about the middle of the view and changes nothing else', () => {
    fc.assert(
      fc.property(scene, share, share, ({ frame, view, zoom }, u, v) => {
        const point = { x: u * frame.width, y: v * frame.height };
        const plain = toView(coverMapping(frame, videoOf(frame, zoom), view, false)!, point);
        const mirror = toView(coverMapping(frame, videoOf(frame, zoom), view, true)!, point);
        expect(plain.x + mirror.x).toBeCloseTo(view.width, 4);
        expect(mirror.y).toBeCloseTo(plain.y, 6);
      }),
    );
  });

  it('does not depend on the size that the encoder chose for the frame', () => {
    fc.assert(
      fc.property(size, size, share, share, fc.integer({ min: 2, max: 5 }), (video, view, u, v, shrink) => {
        const small = { width: video.width / shrink, height: video.height / shrink };
        const at = (frame: Size) =>
          toView(coverMapping(frame, video, view, false)!, { x: u * frame.width, y: v * frame.height });
        expect(at(small).x).toBeCloseTo(at(video).x, 4);
        expect(at(small).y).toBeCloseTo(at(video).y, 4);
      }),
    );
  });
});
