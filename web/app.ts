/** Composition root: the page's one camera and one session, and what of them the store is told. */
import { ROUTES } from '../protocol/api';
import { requestAccess } from './api/access';
import { browserFetch } from './api/client';
import { loadConfig, pingProxy } from './api/config';
import { enterByLink, takeLinkCode } from './api/linkCode';
import { createCamera } from './camera/camera';
import { browserCameraDeps } from './camera/page';
import { createFreshPeer } from './platform/freshPeer';
import { canSendLiveVideo } from './platform/liveVideo';
import { openPeer } from './platform/openPeer';
import { lastRoundTripMs } from './platform/roundTrip';
import { createScreenFeed, NOTHING_SEEN, type Seen } from './results/screenFeed';
import { filteredSource } from './results/taken/filter';
import type { Traffic } from './session/meter';
import { RouteMemory } from './session/routeMemory';
import { createSession } from './session/session';
import { isRoundTripAlone } from './session/transitions';
import type { SessionState } from './session/types';
import { followOtherTabs, keep, preferencesNow } from './store/preferences';
import {
  setCamera,
  setConfig,
  setSeen,
  setSession,
  setTraffic,
  useVisionStore,
} from './store/useVisionStore';
import { systemClock } from './time/clock';

export const camera = createCamera(browserCameraDeps());
export const liveSession = createSession({
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
/** As much of it as the person wants to see. */
export const shownSession = filteredSource(liveSession, () => useVisionStore.getState().filter);
export const screenFeed = createScreenFeed(shownSession, systemClock, showSeen);
export const routeMemory = new RouteMemory(
  {
    read: () => preferencesNow().directBlocked,
    write: (directBlocked) => keep({ directBlocked }),
  },
  Date.now,
);

/**
 * Connects camera and session to the store and asks what the deployment offers. Call once, before the first
 * render.
 */
export function startApp(): void {
  bringLinkCode();
  // Scanned again in a tab where the page is open already.
  addEventListener('hashchange', bringLinkCode);
  followOtherTabs();
  camera.subscribe(setCamera);
  liveSession.onState(showSession);
  liveSession.onState(learnRoute);
  liveSession.onState(learnWorkflows);
  liveSession.onTraffic(showTraffic);
  useVisionStore.subscribe(showNewest);
  armOnTouch();
  addEventListener('online', () => liveSession.networkChanged());
  networkInformation()?.addEventListener('change', () => liveSession.networkChanged());
  loadConfig(browserFetch, systemClock, setConfig);
}

/** News that is no reason for an update of the screen of its own: it goes along with what is seen. */
let held: { session?: SessionState; traffic?: Traffic } = {};
/** So long (ms) nothing was seen: then nothing takes the meter along. */
const QUIET_MS = 500;
let seenAtMs = Number.NEGATIVE_INFINITY;

/** Held is a state whose news is a round trip alone. */
function showSession(session: SessionState): void {
  const { session: before = null, ...others } = held;
  const isUrgent = before !== null || !isRoundTripAlone(useVisionStore.getState().session, session);
  held = isUrgent ? others : { ...held, session };
  if (isUrgent) setSession(session);
}

function showTraffic(traffic: Traffic): void {
  held = { ...held, traffic };
  if (systemClock.now() - seenAtMs > QUIET_MS) setTraffic(traffic);
}

/** What is seen waits while picture and boxes are held; what goes along with it does not. */
let newest: Seen = NOTHING_SEEN;

function showSeen(seen: Seen): void {
  const { frozen, seen: before } = useVisionStore.getState();
  seenAtMs = systemClock.now();
  newest = seen;
  setSeen(frozen ? before : seen, held);
  held = {};
}

function showNewest({ frozen }: { frozen: unknown }, before: { frozen: unknown }): void {
  if (before.frozen && !frozen) setSeen(newest, {});
}

function bringLinkCode(): void {
  const scope = { clock: systemClock, signal: new AbortController().signal };
  void enterByLink(takeLinkCode(location, history), (proof) => requestAccess(browserFetch, proof, scope));
}

/** What a session without ENH says of the network that it was dialled on. */
function learnRoute(state: SessionState): void {
  const network = useVisionStore.getState().config?.network ?? null;
  if (state.phase === 'failed' && state.failure.code === 'direct_blocked') routeMemory.directBlocked(network);
  if (state.phase === 'live' && !state.enhanced) routeMemory.directWorks(network);
}

let asksAgain = true;

/** Before a visitor has come in, the proxy tells of workflows only what it happens to know. */
function learnWorkflows({ phase }: SessionState): void {
  const { config } = useVisionStore.getState();
  if (!asksAgain || phase !== 'live' || !config || config.access === 'none') return;
  asksAgain = false;
  loadConfig(browserFetch, systemClock, setConfig);
}

/** A touch comes some 100 ms before the click it becomes: time in which a relay can be got ready. */
function armOnTouch(): void {
  for (const name of ['pointerdown', 'keydown'])
    addEventListener(name, () => liveSession.arm(), { passive: true });
}

/** Chromium only (WICG netinfo): tells Wi-Fi from cellular before any packet is lost. */
function networkInformation(): EventTarget | undefined {
  return (navigator as { connection?: EventTarget }).connection;
}
