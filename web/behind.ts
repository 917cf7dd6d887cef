/** What LIVE and PHOTO need and the first paint does not: fetched behind it, as one part. */
import { ROUTES } from '../protocol/api';
import { fingerprintOf } from '../protocol/fingerprint';
import { browserFetch } from './api/client';
import { pingProxy } from './api/config';
import { watchGreyFrames } from './camera/greyFrames';
import type { Camera } from './camera/types';
import { browserOverlayDeps } from './overlay/browserDeps';
import type { Point } from './overlay/geometry';
import { createOverlay } from './overlay/overlay';
import { loadKernels } from './pixels/pixels';
import type { Plane } from './pixels/types';
import { createFreshPeer } from './platform/freshPeer';
import { canSendLiveVideo } from './platform/liveVideo';
import { openPeer } from './platform/openPeer';
import { roundTripMs } from './platform/roundTrip';
import { browserLocks, createLiveMark } from './platform/tabs/liveMark';
import { browserWakeLock, createScreenWake, type ScreenWake } from './platform/wakeLock';
import type { Thing } from './results/kinds/model';
import { type PresentingDeps, presentCode, startPresenting } from './results/present/presenting';
import { createScreenFeed, type ResultSource, type ScreenFeed, type Seen } from './results/screenFeed';
import type { Attend } from './session/attend';
import { createSession } from './session/session';
import type { LiveSession } from './session/types';
import { systemClock } from './time/clock';
import { Late } from './time/late';

export { connectors } from '@roboflow/inference-sdk';
export { takeStill } from './camera/still';
export { runPhoto } from './photo/photo';
export { watchForUpdates } from './platform/update/serviceWorker';

const createPeer = (configuration: RTCConfiguration, fresh: boolean) =>
  fresh ? createFreshPeer(configuration) : openPeer(RTCPeerConnection, configuration);

/** @param mostBytes that a session may cost; null for as many as it takes */
export function openSession(camera: Camera, mostBytes: () => number | null): LiveSession {
  return createSession({
    camera,
    canSendVideo: () => canSendLiveVideo(),
    createPeer,
    fetch: browserFetch,
    clock: systemClock,
    random: Math.random,
    ask: (signal) => pingProxy(browserFetch, signal),
    roundTripMs: () => roundTripMs([ROUTES.config, ROUTES.turn]),
    mostBytes,
    attend,
  });
}

/** The newest of the viewfinder's frames that was looked at. */
let seen: { plane: Plane; atMs: number } | null = null;
/** ms for which it says what is in view. */
const SEEN_MS = 200;

/** Until it is there a dial's own settings do. */
const attendant = new Late(async () => {
  const [{ createAttendant }, { glanceAt, spreadOf }] = await Promise.all([
    import('./session/attend'),
    import('./camera/glance'),
  ]);
  // What the boxes follow is seen already: the element's picture would be fetched back from the graphics card.
  const glance = () =>
    seen && performance.now() - seen.atMs < SEEN_MS
      ? spreadOf(fingerprintOf(seen.plane.luma, seen.plane.width, seen.plane.height))
      : glanceAt(document.querySelector('video'));
  return createAttendant({ createPeer, clock: systemClock, glance });
});

const pixelsReady = () => loadKernels(browserFetch);

/** Has what the first result needs at hand when it comes. Where it cannot be had now, that result asks again. */
export const warmLive = (): void =>
  void Promise.all([attendant.get(), presentCode(), pixelsReady()]).catch(() => undefined);

const attend: Attend = (link, events, signal) => {
  attendant.get().then(
    (attendNow) => signal.aborted || attendNow(link, events, signal),
    () => undefined, // Offline, or replaced by a new version: the next peer asks again.
  );
};

export function openScreenFeed(session: ResultSource, listener: (seen: Seen) => void): ScreenFeed {
  return createScreenFeed(session, systemClock, listener);
}

/** Tells other tabs whether this one has a session. */
export const markLive = createLiveMark(browserLocks());

let screenWake: ScreenWake | null = null;

/** One lock a page, made when it is first needed. */
export function keepAwake(wanted: boolean): void {
  if (wanted) screenWake ??= createScreenWake(browserWakeLock());
  screenWake?.set(wanted);
}

export type Boxes = {
  /** The picture is another one from now on. @param mirrored whether it is shown as in a mirror */
  change(mirrored: boolean): void;
  clear(): void;
  /** Whether what is shown stays as it is, however old it becomes. */
  hold(held: boolean): void;
  /** What is drawn at this point (CSS px of the canvas), or close to it. */
  at(point: Point): Thing | null;
  end(): void;
};
/**
 * `isTrueToFrame`: boxes as they come are wanted. `isCovered`: the workflow's own picture is over the camera's.
 * `isFrozen`: picture and boxes are held. `tellAge`: as in PresentDeps.
 */
export type BoxesWish = {
  isTrueToFrame(): boolean;
  isCovered(): boolean;
  isFrozen(): boolean;
  tellAge(ms: number): void;
};

/** The session's boxes over the viewfinder. @returns null where the browser has no canvas to give */
export function showBoxes(
  session: PresentingDeps['source'],
  video: HTMLVideoElement,
  canvas: HTMLCanvasElement,
  { isTrueToFrame, isCovered, isFrozen, tellAge }: BoxesWish,
): Boxes | null {
  const deps = browserOverlayDeps(canvas, video);
  if (!deps) return null;
  const overlay = createOverlay(deps);
  const presenting = startPresenting({
    source: session,
    watchFrames: (onFrame) =>
      watchGreyFrames(
        video,
        () => !isTrueToFrame() && !isCovered(),
        (plane, capturedMs) => {
          seen = { plane, atMs: performance.now() };
          onFrame(plane, capturedMs);
        },
      ),
    show: (drawable, atOnce) =>
      isCovered() || isFrozen() || overlay.show(drawable, drawable.arrivedMs, atOnce),
    clear: () => isFrozen() || overlay.clear(),
    ready: pixelsReady,
    now: () => performance.now(),
    isTrueToFrame,
    tellAge,
  });
  return {
    change(mirrored) {
      overlay.setMirrored(mirrored);
      presenting.forget();
    },
    clear: () => overlay.clear(),
    hold: (held) => overlay.hold(held),
    at: (point) => overlay.at(point),
    end() {
      presenting.end();
      overlay.destroy();
    },
  };
}
