/**
 * ByteTrack (Zhang et al., ECCV 2022): boxes of one frame after the other, told apart by a number each. It
 * gives the numbers that `roboflow_core/byte_tracker@v3` gives (supervision 0.30.9, tracker/byte_tracker/
 * core.py), held to by fixtures/tracks.json. No package does it: what npm has are SORT's parts, years old.
 */
import { assign, type Pair } from './assign';
import { type Edges, Motion } from './motion';

/** `score`: 0 to 1. */
export type Sighting = Edges & { score: number };

export type ByteTrackOptions = {
  /** Boxes from this score on begin tracks. */
  activation: number;
  /** Frames at 30 a second for which a lost thing is waited for. */
  buffer: number;
  /** Most of 1 − overlap × score at which a box is a track's. */
  matching: number;
  /** Frames that a thing is seen before it counts. */
  consecutive: number;
  /** Frames a second; 0 where nobody says, and then nothing is waited for. */
  fps: number;
};

type Track = {
  motion: Motion;
  state: 'tracked' | 'lost' | 'removed';
  /** null until it counts. */
  id: number | null;
  seenFrames: number;
  firstFrame: number;
  lastFrame: number;
};

/** Scores up to this one are noise. */
const NOISE = 0.1;
const SECOND_MATCHING = 0.5;
const UNCONFIRMED_MATCHING = 0.7;
const SAME = 0.05;
/** Whatever a client declares: no model here finds more, and no more lost ones are waited for. */
const MOST_BOXES = 300;
const MOST_LOST = 300;

export class ByteTrack {
  private frame = 0;
  private lastId = 0;
  private tracked: Track[] = [];
  private lost: Track[] = [];
  private removed: readonly Track[] = [];
  private readonly beginFrom: number;
  private readonly waitFrames: number;

  constructor(private readonly options: ByteTrackOptions) {
    const { activation, fps, buffer } = options;
    this.beginFrom = activation + 0.1 > 1 ? activation : activation + 0.1;
    this.waitFrames = Math.trunc((fps / 30) * buffer);
  }

  /** The next frame's boxes. @returns the number of each box, null for one that does not count (yet). */
  update(boxes: readonly Sighting[]): (number | null)[] {
    const tracks = this.follow(boxes.filter(isBox).slice(0, MOST_BOXES));
    const costs = boxes.map((box) => tracks.map(({ motion }) => 1 - overlap(box, motion.box)));
    const ids = boxes.map((): number | null => null);
    for (const { row, column } of assign(costs, SECOND_MATCHING)) ids[row] = tracks[column]?.id ?? null;
    return ids;
  }

  /** @returns the tracks that count and were seen. */
  private follow(boxes: readonly Sighting[]): Track[] {
    this.frame += 1;
    const { activation, matching } = this.options;
    const high = boxes.filter(({ score }) => score >= activation);
    const low = boxes.filter(({ score }) => score > NOISE && score < activation);
    const known = unique(
      this.tracked.filter(({ id }) => id !== null),
      this.lost,
    );
    for (const track of known) track.motion.predict(track.state !== 'tracked');

    const first = match(known, high, matching, true);
    const found = first.pairs.map(({ track, box }) => this.seeAgain(track, box));
    const missed = first.tracks.filter(({ state }) => state === 'tracked');
    const second = match(missed, low, SECOND_MATCHING, false);
    found.push(...second.pairs.map(({ track, box }) => this.seeAgain(track, box)));
    for (const track of second.tracks) track.state = 'lost';

    const young = this.tracked.filter(({ id }) => id === null);
    const third = match(young, first.boxes, UNCONFIRMED_MATCHING, true);
    found.push(...third.pairs.map(({ track, box }) => this.seeAgain(track, box)));
    for (const track of third.tracks) track.state = 'removed';
    const begun = third.boxes.filter(({ score }) => score >= this.beginFrom).map((box) => this.begin(box));
    this.settle([...found, ...begun], second.tracks, third.tracks);
    return this.tracked.filter(({ id }) => id !== null);
  }

  private seeAgain(track: Track, box: Sighting): Track {
    track.motion.correct(box);
    track.seenFrames = track.state === 'lost' || track.state === 'removed' ? 0 : track.seenFrames + 1;
    track.state = 'tracked';
    track.lastFrame = this.frame;
    if (track.id === null && track.seenFrames >= this.options.consecutive) track.id = this.nextId();
    return track;
  }

  /** In the first frame there is nothing to wait for. */
  private begin(box: Sighting): Track {
    const { frame } = this;
    const counts = frame === 1 && this.options.consecutive <= 1;
    const id = counts ? this.nextId() : null;
    return {
      motion: new Motion(box),
      state: 'tracked',
      id,
      seenFrames: 1,
      firstFrame: frame,
      lastFrame: frame,
    };
  }

  private nextId(): number {
    this.lastId += 1;
    return this.lastId;
  }

  /** What was given up is let go a frame later, as there: until then a box can still bring it back. */
  private settle(seen: Track[], lost: readonly Track[], dropped: readonly Track[]): void {
    const given = this.lost.filter(({ lastFrame }) => this.frame - lastFrame > this.waitFrames);
    for (const track of given) if (track.state === 'lost') track.state = 'removed';
    const tracked = unique(
      this.tracked.filter(({ state }) => state === 'tracked'),
      seen,
    );
    const waiting = without(this.lost, tracked).concat(lost);
    const gone = this.removed;
    this.removed = [...dropped, ...given];
    [this.tracked, this.lost] = withoutDoubles(tracked, without(waiting, gone).slice(-MOST_LOST));
  }
}

function isBox({ left, top, right, bottom, score }: Sighting): boolean {
  return [left, top, right, bottom, score].every(Number.isFinite) && right > left && bottom > top;
}

type Matched = { pairs: { track: Track; box: Sighting }[]; tracks: Track[]; boxes: Sighting[] };

/** Pairs tracks with boxes, and names what is left of both. @param fused a sure box is nearer. */
function match(tracks: Track[], boxes: readonly Sighting[], limit: number, fused: boolean): Matched {
  const cost = (track: Edges, box: Sighting) => 1 - overlap(track, box) * (fused ? box.score : 1);
  const pairs = assign(
    tracks.map(({ motion }) => boxes.map((box) => cost(motion.box, box))),
    limit,
  );
  const [rows, columns] = [new Set(pairs.map(({ row }) => row)), new Set(pairs.map(({ column }) => column))];
  return {
    pairs: pairs.map(({ row, column }: Pair) => ({
      track: tracks[row] as Track,
      box: boxes[column] as Sighting,
    })),
    tracks: tracks.filter((_, row) => !rows.has(row)),
    boxes: boxes.filter((_, column) => !columns.has(column)),
  };
}

/** Intersection over union. */
function overlap(one: Edges, other: Edges): number {
  const across = Math.min(one.right, other.right) - Math.max(one.left, other.left);
  const down = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
  if (across <= 0 || down <= 0) return 0;
  const both = across * down;
  return both / (area(one) + area(other) - both);
}

const area = ({ left, top, right, bottom }: Edges) => (right - left) * (bottom - top);
const unique = (one: readonly Track[], other: readonly Track[]) => [...new Set([...one, ...other])];
const without = (tracks: readonly Track[], gone: readonly Track[]) => {
  const set = new Set(gone);
  return tracks.filter((track) => !set.has(track));
};

/** Of two tracks on one thing the younger goes. */
function withoutDoubles(tracked: Track[], lost: Track[]): [Track[], Track[]] {
  const doubles = new Set<Track>();
  const age = ({ lastFrame, firstFrame }: Track) => lastFrame - firstFrame;
  for (const one of tracked) {
    for (const other of lost) {
      if (1 - overlap(one.motion.box, other.motion.box) < SAME)
        doubles.add(age(one) > age(other) ? other : one);
    }
  }
  return [tracked.filter((track) => !doubles.has(track)), lost.filter((track) => !doubles.has(track))];
}
