/** The workflow's own picture over the viewfinder, and whether there is anything to see of it. */
import { type Clock, every } from '../time/clock';

/**
 * `waiting`: its first frame is on the way. `missing`: it does not come, or no more. Only `shown` covers the
 * camera's picture.
 */
export type PictureState = 'off' | 'waiting' | 'shown' | 'missing';

/** From the first result, which comes of the same frame as the first picture, to a word about it. */
const PATIENCE_MS = 3_000;
/** A picture that stands still for so long shows what was. */
const STALLED_MS = 1_500;
/** A workflow may take seconds for each frame: so many of its gaps count as standing still, too. */
const STALLED_GAPS = 3;
const LOOK_EVERY_MS = 250;

export type PictureDeps = {
  clock: Clock;
  /** Tells of each frame of this track, from when it is called; what it returns lets go of it. */
  play(track: MediaStreamTrack, onFrame: () => void): () => void;
  /** Only changes are told. */
  onState(state: PictureState): void;
};

/**
 * Follows one track. @param track null where the worker sends none.
 * @returns what ends it: nothing is told any more, but `off`
 */
export function followPicture(track: MediaStreamTrack | null, deps: PictureDeps): () => void {
  const ended = new AbortController();
  const { clock } = deps;
  const sinceMs = clock.now();
  let state: PictureState = 'off';
  let frameMs: number | null = null;
  let gapMs = 0;
  const become = (next: PictureState) => {
    if (next === state) return;
    state = next;
    deps.onState(next);
  };
  const onFrame = () => {
    const now = clock.now();
    // The longest of late, forgotten by and by.
    if (frameMs !== null) gapMs = Math.max(now - frameMs, gapMs * 0.9);
    frameMs = now;
    become('shown');
  };
  const look = () => {
    const silentMs = clock.now() - (frameMs ?? sinceMs);
    const patienceMs = frameMs === null ? PATIENCE_MS : Math.max(STALLED_MS, STALLED_GAPS * gapMs);
    if (silentMs >= patienceMs) become('missing');
  };
  become(track ? 'waiting' : 'missing');
  const letGo = track ? deps.play(track, onFrame) : null;
  if (track) every(clock, LOOK_EVERY_MS, look, ended.signal);
  return () => {
    ended.abort();
    letGo?.();
    become('off');
  };
}
