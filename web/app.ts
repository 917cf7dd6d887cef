/** Composition root: the page's one camera and one session, and what of them the store is told. */
import { ROUTES } from '../protocol/api';
import { createCamera } from './camera/camera';
import type { CameraState } from './camera/types';
import { enter } from './hooks/enter';
import { enterByLink, takeLinkCode } from './hooks/linkCode';
import { createFreshPeer } from './platform/freshPeer';
import { canSendLiveVideo } from './platform/liveVideo';
import { openPeer } from './platform/openPeer';
import { lastRoundTripMs } from './platform/roundTrip';
import { systemClock } from './session/clock';
import { loadConfig } from './session/config';
import { RouteMemory, type Shelf } from './session/routeMemory';
import { createSession } from './session/session';
import { onSummary } from './session/summaries';
import type { SessionState } from './session/types';
import {
  type CameraFacts,
  type SessionFacts,
  setCameraFacts,
  setConfig,
  setDetections,
  setSessionFacts,
  useVisionStore,
} from './store/useVisionStore';

const browserFetch = (url: string, init?: RequestInit) => fetch(url, init);

export const camera = createCamera();
export const liveSession = createSession({
  camera,
  canSendVideo: () => canSendLiveVideo(),
  createPeer: (configuration, fresh) =>
    fresh ? createFreshPeer(configuration) : openPeer(RTCPeerConnection, configuration),
  fetch: browserFetch,
  clock: systemClock,
  random: Math.random,
  ask: askProxy,
  roundTripMs: () => lastRoundTripMs(ROUTES.config),
});
export const routeMemory = new RouteMemory(deviceShelf(), Date.now);

/** A sign of life of the proxy: small, and neither credentials nor GPU hang on it. */
async function askProxy(signal: AbortSignal): Promise<void> {
  const { ok } = await fetch(ROUTES.config, { signal, cache: 'no-store' });
  if (!ok) throw new Error('The proxy is not well.');
}

/** Connects camera and session to the store and asks what the deployment offers. Call once, before the first render. */
export function startApp(): void {
  bringLinkCode();
  // Scanned again in a tab where the page is open already.
  addEventListener('hashchange', bringLinkCode);
  camera.subscribe((state) => setCameraFacts(cameraFacts(state)));
  liveSession.onState((state) => setSessionFacts(sessionFacts(state)));
  liveSession.onState(learnRoute);
  onSummary(liveSession, systemClock, setDetections);
  armOnTouch();
  addEventListener('online', () => liveSession.networkChanged());
  networkInformation()?.addEventListener('change', () => liveSession.networkChanged());
  loadConfig(browserFetch, systemClock, setConfig);
}

function bringLinkCode(): void {
  const { signal } = new AbortController();
  void enterByLink(takeLinkCode(location, history), (proof) => enter(browserFetch, { proof, signal }));
}

/** What a session without ENH says of the network that it was dialled on. */
function learnRoute(state: SessionState): void {
  const network = useVisionStore.getState().config?.network ?? null;
  if (state.phase === 'failed' && state.failure.code === 'direct_blocked') routeMemory.directBlocked(network);
  if (state.phase === 'live' && !state.enhanced) routeMemory.directWorks(network);
}

/** Reading `localStorage` itself throws where the browser bars it (Chromium, "block all cookies"). */
function deviceShelf(): Shelf {
  return {
    getItem: (key) => localStorage.getItem(key),
    setItem: (key, value) => localStorage.setItem(key, value),
  };
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

function cameraFacts(state: CameraState): CameraFacts {
  if (state.phase === 'failed') return { ...state, failure: state.failure.facts };
  if (state.phase !== 'on') return state;
  const { stream: _stream, track: _track, ...facts } = state;
  return facts;
}

function sessionFacts(state: SessionState): SessionFacts {
  return state.phase === 'failed' ? { ...state, failure: state.failure.facts } : state;
}
