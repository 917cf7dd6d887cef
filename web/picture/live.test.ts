import { beforeEach, describe, expect, it } from 'vitest';
import { FakeClock } from '../time/fakes';
import { followPicture, type PictureState } from './live';

describe('the workflow’s picture', () => {
  let clock: FakeClock;
  let states: PictureState[];
  let frame: () => void;
  let playing: number;
  beforeEach(() => {
    clock = new FakeClock();
    states = [];
    playing = 0;
  });
  const follow = (track: MediaStreamTrack | null = {} as MediaStreamTrack) =>
    followPicture(track, {
      clock,
      play: (_, onFrame) => {
        playing += 1;
        frame = onFrame;
        return () => {
          playing -= 1;
        };
      },
      onState: (state) => states.push(state),
    });
  const frames = async (count: number, everyMs: number) => {
    for (let at = 0; at < count; at += 1) {
      await clock.pass(everyMs);
      frame();
    }
  };

  it('is waited for, shown from its first frame on, and gone in the end', async () => {
    const stop = follow();
    await clock.pass(2_000);
    expect(states).toEqual(['waiting']);
    await frames(90, 33);
    expect(states).toEqual(['waiting', 'shown']);
    stop();
    expect([states.at(-1), playing, clock.pending]).toEqual(['off', 0, 0]);
  });

  it('that never comes is missing after 3 s, and one that comes later is shown all the same', async () => {
    follow();
    await clock.pass(2_900);
    expect(states).toEqual(['waiting']);
    await clock.pass(350);
    expect(states).toEqual(['waiting', 'missing']);
    await frames(1, 10);
    expect(states.at(-1)).toBe('shown');
  });

  it('that the worker does not send is missing at once', () => {
    const stop = follow(null);
    expect([states, playing, clock.pending]).toEqual([['missing'], 0, 0]);
    stop();
    expect(states).toEqual(['missing', 'off']);
  });

  it('that stalls makes room within 2 s, and comes back with its next frame', async () => {
    follow();
    await frames(30, 33);
    await clock.pass(1_400);
    expect(states.at(-1)).toBe('shown');
    await clock.pass(600);
    expect(states.at(-1)).toBe('missing');
    await frames(1, 10);
    expect(states.at(-1)).toBe('shown');
  });

  it('of a workflow that takes 4 s for each does not come and go', async () => {
    follow();
    await frames(1, 100);
    await frames(1, 1_400);
    await frames(10, 4_000);
    expect(states).toEqual(['waiting', 'shown', 'missing', 'shown'].slice(0, states.length));
    const before = states.length;
    await frames(10, 4_000);
    expect(states).toHaveLength(before);
  });
});
