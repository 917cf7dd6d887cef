/**
 * Boxes in the present. A result is about a frame of some hundred milliseconds ago; here its things are carried
 * to the frame that the screen shows now, by their own pixels, and shown anew with each frame.
 * Anchor: Liu, Li, Gruteser, "Edge Assisted Real-time Object Detection for Mobile Augmented Reality" (MobiCom
 * 2019).
 */
import type { Box, Result, Size, Thing } from '../kinds/model';
import type { LiveResult } from '../live';
import { associate } from './associate';
import { carried, clipped } from './carry';
import { FrameClock } from './frameClock';
import { type GreyFrame, GreyRing, type Plane } from './grey';
import { findPrinted } from './prints';
import { Registration } from './registration';
import { ThingTrack } from './thingTrack';

/** As much of a result as is drawn, its things where they are now. */
export type Drawable = Pick<Result, 'frame' | 'shapes'> & {
  things: PresentThing[];
  /** When its result came, by `PresentDeps.now`; absent where it has come just now. */
  arrivedMs?: number;
};
/** `identity`: the same as long as it is followed. */
type PresentThing = Thing & { identity?: number };
export type Stamped = Pick<LiveResult, 'frame' | 'shapes' | 'things' | 'stamp'>;

export type PresentDeps = {
  /** `atOnce`: with the frame that has just come, before it is on the screen; else whenever the screen is drawn. */
  show(drawable: Drawable, atOnce: boolean): void;
  /** By the clock of the frames' capture times, ms. */
  now(): number;
  /** Of the media's path, ms; null where it is not known. */
  roundTripMs(): number | null;
  /** Whether the person wants boxes as they come. */
  isTrueToFrame(): boolean;
  /** How old (ms) a result is when it comes, from its frame's capture; told where it is known. */
  tellAge?(ms: number): void;
};

/** After so long without a result nothing is carried on: the overlay lets it fade. */
const CARRIED_MS = 700;
/** A video that stands still has no present to carry to. */
const FRESH_MS = 250;
/** A thing that results leave out so often in a row is gone. */
const MISSED = 2;
/** Of a box: less than this left in the picture, and it has gone. */
const LEFT = 0.2;
/** A result that moves a box by less than this share of its side can wait for the next frame. */
const UNSEEN = 0.02;
/** So many are followed by their pixels; with more, a frame would not be done in time. */
const MOST_FOLLOWED = 16;
/** Holding a box against all frames that it may be of costs as much as following it for some frames. */
const REGISTER_EVERY_MS = 60;
/** Once the origin is certain: it does not move within a peer. */
const RECHECK_EVERY_MS = 1_000;
/** Shapes of two sizes are not the same picture. */
const SAME_SHAPE = 0.06;

export class Present {
  private readonly ring = new GreyRing();
  private readonly clock: FrameClock;
  private readonly registration = new Registration();
  private life = 0;
  private tracks: ThingTrack[] = [];
  private last: { result: Stamped; arrivedMs: number } | null = null;
  /** What was shown last, px of the grey frames; none where it was no track's. */
  private drawn: { identity: number; box: Box }[] = [];
  private identities = 0;

  constructor(private readonly deps: PresentDeps) {
    this.clock = new FrameClock(() => deps.roundTripMs());
  }

  /** A new frame is on the screen. */
  frame(plane: Plane, timeMs: number): void {
    const before = this.ring.newest;
    const frame = this.ring.push(plane, timeMs);
    if (!before || frame.seq !== before.seq + 1 || this.ring.all.length < 2) return this.dropTracks();
    for (const track of this.tracks) track.follow(before, frame);
    if (this.tracks.length > 0) this.showCarried(true);
  }

  /** A result has come. */
  result(result: Stamped): void {
    const arrivedMs = this.deps.now();
    this.last = { result, arrivedMs };
    const frame = this.frameOf(result, arrivedMs);
    const scale = frame && scaleTo(result.frame, frame);
    if (!frame || !scale || result.things.length > MOST_FOLLOWED || this.deps.isTrueToFrame()) {
      this.dropTracks();
      return this.deps.show(result, false);
    }
    this.update(result.things, frame, scale);
    this.register(result, arrivedMs);
    if (this.isNews()) this.showCarried(false);
  }

  /**
   * Whether the result shows anything that the last drawing did not. Mostly it tells what the pixels told already,
   * and to draw it would be half of all drawing.
   */
  private isNews(): boolean {
    const { drawn, tracks } = this;
    const isAsDrawn = ({ identity, box }: ThingTrack, at: number) =>
      drawn[at]?.identity === identity && isClose(box, drawn[at].box);
    return tracks.length !== drawn.length || !tracks.every(isAsDrawn);
  }

  /** The picture is another one, or none. */
  reset(): void {
    this.ring.clear();
    this.dropTracks();
    this.last = null;
  }

  /** The session has ended: the next one counts its frames from elsewhere. */
  ended(): void {
    this.dropTracks();
    this.last = null;
    this.clock.forget();
  }

  private frameOf({ stamp }: Stamped, arrivedMs: number): GreyFrame | null {
    const guessMs = this.clock.capturedAt(stamp, arrivedMs);
    const newest = this.ring.newest;
    if (guessMs !== null) this.deps.tellAge?.(arrivedMs - guessMs);
    if (guessMs === null || !newest || arrivedMs - newest.timeMs > FRESH_MS) return null;
    const { ptsMs, fingerprint } = stamp;
    const latestMs = (ptsMs ?? 0) + this.clock.latestOriginMs;
    const told = fingerprint && findPrinted(this.ring.all, fingerprint, guessMs, latestMs);
    if (told && ptsMs !== null) {
      if (told.isClear) this.clock.correct(ptsMs, told.frame.timeMs);
      return told.frame;
    }
    return this.ring.at(Math.min(guessMs, newest.timeMs));
  }

  private update(things: Thing[], frame: GreyFrame, scale: Scale): void {
    const seen = things.map((thing) => ({ thing, box: toGrey(thing.box, scale) }));
    const known = this.tracks.map((track) => ({ thing: track.thing, box: track.boxAt(frame.seq) }));
    const owners = associate(known, seen);
    for (const track of this.tracks) track.missed += 1;
    const kept = seen.map(({ thing, box }, at) => {
      const track = this.tracks[owners[at] as number];
      if (!track) return this.track(thing, box, frame);
      track.sees(thing, box, frame, this.ring);
      return track;
    });
    const missing = this.tracks.filter((track) => track.missed > 0 && track.missed < MISSED);
    this.tracks = [...kept, ...missing];
  }

  /** Learns the origin of pts from the picture, where the worker does not show its frame. One thing a result. */
  private register({ stamp }: Stamped, arrivedMs: number): void {
    if (stamp.fingerprint || stamp.ptsMs === null) return;
    if (this.life !== this.clock.life) this.registration.forget();
    this.life = this.clock.life;
    const seen = this.tracks.filter(({ missed }) => missed === 0);
    const track = seen[stamp.frameId % Math.max(1, seen.length)];
    const everyMs = this.registration.isCertain ? RECHECK_EVERY_MS : REGISTER_EVERY_MS;
    if (!track || arrivedMs - this.registeredMs < everyMs) return;
    this.registeredMs = arrivedMs;
    const word = { identity: track.identity, box: track.seenBox, ptsMs: stamp.ptsMs };
    this.registration.add(this.ring, word, this.clock.latestOriginMs);
    this.clock.learn(this.registration.originMs);
  }

  private registeredMs = Number.NEGATIVE_INFINITY;

  private track(thing: Thing, box: Box, frame: GreyFrame): ThingTrack {
    this.identities += 1;
    return new ThingTrack(this.identities, thing, box, frame, this.ring);
  }

  private showCarried(atOnce: boolean): void {
    const { last } = this;
    const newest = this.ring.newest;
    if (!last || !newest || this.deps.now() - last.arrivedMs > CARRIED_MS) return;
    const scale = scaleTo(last.result.frame, newest);
    if (!scale) return;
    this.tracks = this.tracks.filter((track) => isInPicture(track, newest));
    this.drawn = this.tracks.map(({ identity, box }) => ({ identity, box }));
    const things = this.tracks.map((track) => shown(track, newest, scale));
    const { frame, shapes } = last.result;
    this.deps.show({ frame, shapes, things, arrivedMs: last.arrivedMs }, atOnce);
  }

  private dropTracks(): void {
    this.tracks = [];
    this.drawn = [];
  }
}

/** Grey px for each px of the result's frame. */
type Scale = { x: number; y: number };

/** @returns null where they are not of one shape: the frame was sent before a turn, say */
function scaleTo(frame: Size | null, { levels }: GreyFrame): Scale | null {
  const plane = levels[0];
  if (!frame || !plane) return null;
  const scale = { x: plane.width / frame.width, y: plane.height / frame.height };
  return Math.abs(Math.log(scale.x / scale.y)) < SAME_SHAPE ? scale : null;
}

function toGrey({ x, y, width, height }: Box, scale: Scale): Box {
  return { x: x * scale.x, y: y * scale.y, width: width * scale.x, height: height * scale.y };
}

function fromGrey({ x, y, width, height }: Box, scale: Scale): Box {
  return { x: x / scale.x, y: y / scale.y, width: width / scale.x, height: height / scale.y };
}

function isClose(a: Box, b: Box): boolean {
  const [x, y] = [UNSEEN * b.width, UNSEEN * b.height];
  const isNear = Math.abs(a.x - b.x) < x && Math.abs(a.y - b.y) < y;
  return isNear && Math.abs(a.width - b.width) < x && Math.abs(a.height - b.height) < y;
}

function isInPicture({ box }: ThingTrack, { levels }: GreyFrame): boolean {
  const part = clipped(box, levels[0] as Plane);
  return part !== null && part.width * part.height > LEFT * box.width * box.height;
}

function shown(track: ThingTrack, { levels }: GreyFrame, scale: Scale): PresentThing {
  const box = clipped(track.box, levels[0] as Plane) ?? track.box;
  return { ...carried(track.thing, fromGrey(box, scale)), identity: track.identity };
}
