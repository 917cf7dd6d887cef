/** What LIVE and PHOTO need and the first paint does not: fetched behind it, as one part. */
import { ROUTES } from '../protocol/api';
import { browserFetch } from './api/client';
import { pingProxy } from './api/config';
import { watchGreyFrames } from './camera/greyFrames';
import type { Camera } from './camera/types';
import { browserOverlayDeps } from './overlay/browserDeps';
import { createOverlay } from './overlay/overlay';
import { createFreshPeer } from './platform/freshPeer';
import { canSendLiveVideo } from './platform/liveVideo';
import { openPeer } from './platform/openPeer';
import { lastRoundTripMs } from './platform/roundTrip';
import { startPresenting } from './results/present/presenting';
import { createScreenFeed, type ScreenFeed, type Seen } from './results/screenFeed';
import { createSession } from './session/session';
import type { LiveSession } from './session/types';
import { systemClock } from './time/clock';

export { connectors } from '@roboflow/inference-sdk';
export { runPhoto } from './photo/photo';

export function openSession(camera: Camera): LiveSession {
  return createSession({
    camera,
    canSendVideo: () => canSendLiveVideo(),
    createPeer: (configuration, fresh) =>
      fresh ? createFreshPeer(configuration) : openPeer(RTCPeerConnection, configuration),
    fetch: browserFetch,
    clock: systemClock,
    random: Math.random,
    ask: (signal) => pingProxy(browserFetch, signal),
    roundTripMs: () => lastRoundTripMs(ROUTES.config),
  });
}

export function openScreenFeed(session: LiveSession, listener: (seen: Seen) => void): ScreenFeed {
  return createScreenFeed(session, systemClock, listener);
}

export type Boxes = {
  /** The picture is another one from now on. @param mirrored whether it is shown as in a mirror */
  change(mirrored: boolean): void;
  clear(): void;
  end(): void;
};
/**
 * `isTrueToFrame`: boxes as they come are wanted. `isCovered`: the workflow's own picture is over the camera's.
 * `tellAge`: as in PresentDeps.
 */
export type BoxesWish = { isTrueToFrame(): boolean; isCovered(): boolean; tellAge(ms: number): void };

/** The session's boxes over the viewfinder. @returns null where the browser has no canvas to give */
export function showBoxes(
  session: LiveSession,
  video: HTMLVideoElement,
  canvas: HTMLCanvasElement,
  { isTrueToFrame, isCovered, tellAge }: BoxesWish,
): Boxes | null {
  const deps = browserOverlayDeps(canvas, video);
  if (!deps) return null;
  const overlay = createOverlay(deps);
  const presenting = startPresenting({
    source: session,
    watchFrames: (onFrame) => watchGreyFrames(video, () => !isTrueToFrame() && !isCovered(), onFrame),
    show: (drawable) => isCovered() || overlay.show(drawable, drawable.arrivedMs),
    clear: () => overlay.clear(),
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
    end() {
      presenting.end();
      overlay.destroy();
    },
  };
}
