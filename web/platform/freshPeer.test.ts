import { afterEach, expect, it, vi } from 'vitest';
import { createFreshPeer } from './freshPeer';

afterEach(() => vi.unstubAllGlobals());

/** A page with this constructor, whose empty frames have that one. `frames`: how many stand in it. */
function page(own: unknown, inFrame: unknown) {
  const frames = new Set<object>();
  const createElement = () => {
    const frame = {
      hidden: false,
      contentWindow: { RTCPeerConnection: inFrame },
      remove: () => frames.delete(frame),
    };
    return frame;
  };
  vi.stubGlobal('document', {
    createElement,
    documentElement: { append: (frame: object) => frames.add(frame) },
  });
  vi.stubGlobal('RTCPeerConnection', own);
  return frames;
}

class Own {
  close() {}
}
class Fresh extends Own {}
const Refusing = class {
  constructor() {
    throw new DOMException('by policy', 'NotAllowedError');
  }
};

it('is made in a frame that goes with it', () => {
  const frames = page(Own, Fresh);
  const pc = createFreshPeer({});
  expect(pc).toBeInstanceOf(Fresh);
  expect(frames.size).toBe(1);
  pc.close();
  expect(frames.size).toBe(0);
});

it.each([
  ['has none', undefined],
  ['refuses', Refusing],
])('is the page’s own where the frame %s, and no frame is left', (_, inFrame) => {
  const frames = page(Own, inFrame);
  expect(createFreshPeer({})).toBeInstanceOf(Own);
  expect(frames.size).toBe(0);
});

it('throws what the page’s own constructor does, and no frame is left', () => {
  const frames = page(Refusing, Refusing);
  expect(() => createFreshPeer({})).toThrow('by policy');
  expect(frames.size).toBe(0);
});
