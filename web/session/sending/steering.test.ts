import { describe, expect, it } from 'vitest';
import { FakeClock } from '../../time/fakes';
import { addCameraTrack } from '../dial/sender';
import { FakePeer, fakeTrack } from '../fakes';
import type { Glance } from './rest';
import { steer } from './steering';

const SEEN: Glance = { mean: 100, spread: 90 };
const COVERED: Glance = { mean: 5, spread: 1 };

function setUp() {
  const clock = new FakeClock();
  const pc = new FakePeer({});
  const { sender } = addCameraTrack(pc as unknown as RTCPeerConnection, fakeTrack(), false);
  const life = new AbortController();
  const camera: { glance: Glance | null } = { glance: SEEN };
  const rests: boolean[] = [];
  const fitted: number[] = [];
  const fit = async () => void fitted.push(clock.now());
  const link = { media: { pc: pc as never, sender }, answered: 0, fit };
  const deps = { clock, glance: () => camera.glance, onRest: (isResting: boolean) => rests.push(isResting) };
  steer(link, deps, life.signal);
  const encoding = () => pc.encodings[0] ?? {};
  return { clock, pc, sender, life, camera, rests, link, encoding, fitted };
}

describe('steering', () => {
  it('brings what is sent under the cap, headers and repeats included', async () => {
    const { clock, pc, encoding } = setUp();
    for (let looks = 0; looks < 20; looks += 1) {
      pc.sends({ bytes: 23_000, mediaBytes: 18_500, frames: 15 });
      await clock.pass(500);
    }
    // A quarter comes on top.
    expect(encoding().maxBitrate).toBeLessThan(340_000);
    expect(encoding().maxFramerate).toBe(30);
  });

  it('brings the picture to its size again and again: a browser may have refused it', async () => {
    const { clock, pc, fitted } = setUp();
    pc.sends({ bytes: 23_000, mediaBytes: 18_500, frames: 15 });
    await clock.pass(1_000);
    expect(fitted).toEqual([500, 1_000]);
  });

  it('sends nothing while the lens is covered, says so, and begins again at once', async () => {
    const { clock, camera, rests, encoding } = setUp();
    await clock.pass(3_000);
    camera.glance = COVERED;
    await clock.pass(2_500);
    expect([encoding().active, rests]).toEqual([false, [true]]);
    camera.glance = SEEN;
    await clock.pass(100);
    expect([encoding().active, rests]).toEqual([true, [true, false]]);
  });

  it('asks again where a browser refuses a change', async () => {
    const { clock, camera, sender, encoding } = setUp();
    const set = sender.setParameters.bind(sender);
    let refusals = 3;
    sender.setParameters = (parameters) =>
      refusals-- > 0 ? Promise.reject(new DOMException('', 'InvalidStateError')) : set(parameters);
    camera.glance = COVERED;
    await clock.pass(4_000);
    expect(encoding().active).toBe(false);
  });

  it('ends with its signal, and lives without a peer', async () => {
    const { clock, link, life, rests, camera } = setUp();
    (link as { media: null | object }).media = null;
    camera.glance = COVERED;
    await clock.pass(3_000);
    expect(rests).toEqual([true]);
    life.abort();
    expect(clock.pending).toBe(0);
  });
});
