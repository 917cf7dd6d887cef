import { expect, it } from 'vitest';
import { choiceOf, videoConstraints } from '../constraints';
import { FakeTrack } from '../fakes';
import { HeadStart } from './headStart';

const REAR = { video: videoConstraints(choiceOf(null)), audio: false };

function rigged(permission: PermissionState | null = 'granted', visible = true) {
  const asked: MediaStreamConstraints[] = [];
  const tracks: FakeTrack[] = [];
  const tasks: { hidden?: () => void; late?: () => void } = {};
  const devices = {
    refuses: false,
    async getUserMedia(constraints: MediaStreamConstraints) {
      asked.push(constraints);
      if (devices.refuses) throw new DOMException('in use', 'NotReadableError');
      const track = new FakeTrack();
      tracks.push(track);
      return { getTracks: () => [track] } as unknown as MediaStream;
    },
    enumerateDevices: async () => [],
  };
  const page = {
    permission: async () => permission,
    visible,
    hidden: (task: () => void) => void Object.assign(tasks, { hidden: task }),
    after: (_ms: number, late: () => void) => void Object.assign(tasks, { late }),
  };
  const seen: string[] = [];
  const picture = { show: () => void seen.push('shown'), end: () => void seen.push('ended') };
  const start = new HeadStart(devices, picture);
  return { asked, tracks, tasks, devices, seen, start, begin: () => start.begin(choiceOf(null), page) };
}

it('hands out the stream that it has asked for, once', async () => {
  const { begin, start, asked, tracks, tasks, seen } = rigged();
  await begin();
  expect(asked).toEqual([REAR]);
  const stream = await start.getUserMedia(REAR);
  expect([asked.length, stream.getTracks()]).toEqual([1, tracks]);
  tasks.hidden?.();
  tasks.late?.();
  await Promise.resolve();
  expect(tracks[0]?.readyState).toBe('live');
  expect(seen).toEqual(['shown']);
  await start.getUserMedia(REAR);
  expect(asked.length).toBe(2);
});

it.each([
  ['where the browser would ask the person', 'prompt', true],
  ['where the camera is denied', 'denied', true],
  ['where the browser does not tell', null, true],
  ['in a page that nobody sees', 'granted', false],
] as const)('asks for nothing %s', async (_, permission, visible) => {
  const { begin, start, asked } = rigged(permission, visible);
  await begin();
  expect(asked).toEqual([]);
  await start.getUserMedia(REAR);
  expect(asked).toEqual([REAR]);
});

it.each(['hidden', 'late'] as const)('lets go of a stream that nobody came for: %s', async (when) => {
  const { begin, start, asked, tracks, tasks, seen } = rigged();
  await begin();
  tasks[when]?.();
  await Promise.resolve();
  expect(tracks[0]?.readyState).toBe('ended');
  expect(seen).toEqual(['shown', 'ended']);
  await start.getUserMedia(REAR);
  expect(asked.length).toBe(2);
});

it('lets go of it where another camera is wanted: phones give theirs to one taker at a time', async () => {
  const { begin, start, asked, tracks } = rigged();
  await begin();
  const other = { video: videoConstraints({ facing: 'user' }), audio: false };
  await start.getUserMedia(other);
  expect(asked).toEqual([REAR, other]);
  await Promise.resolve();
  expect([tracks[0]?.readyState, tracks[1]?.readyState]).toEqual(['ended', 'live']);
});

it('passes a refusal on to who comes for it, and troubles nobody else', async () => {
  const { begin, start, devices, seen } = rigged();
  devices.refuses = true;
  await begin();
  await expect(start.getUserMedia(REAR)).rejects.toThrow('in use');
  expect(seen).toEqual([]);
});
