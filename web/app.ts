/** Composition root: the page's one camera and one session, and what of them the store is told. */
import { requestAccess } from './api/access';
import { browserFetch } from './api/client';
import { loadConfig } from './api/config';
import { enterByLink, takeLinkCode } from './api/linkCode';
import { createCamera } from './camera/camera';
import { viewfinderElement } from './camera/early/element';
import { browserCameraDeps } from './camera/page';
import { Listeners } from './platform/listeners';
import type { ScreenFeed, Seen } from './results/screenFeed';
import { filteredSource } from './results/taken/filter';
import { createLateSession } from './session/late';
import type { Traffic } from './session/meter';
import { RouteMemory } from './session/routeMemory';
import { isActive, isRoundTripAlone } from './session/transitions';
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
import { afterPaint, Late } from './time/late';

export const camera = createCamera(
  browserCameraDeps(window.earlyCameras ?? navigator.mediaDevices, {
    read: () => preferencesNow().lens,
    write: (lens) => keep({ lens }),
  }),
);
/** The camera's picture. */
export const viewfinder = viewfinderElement();
export const behind = new Late(() => import('./behind'));
export const liveSession = createLateSession({
  load: async () => (await behind.get()).openSession(camera, () => preferencesNow().mostBytes),
  now: () => systemClock.now(),
  // A newer version of the app may have taken the place of the files that this page is made of.
  missing: () => ({ code: navigator.onLine ? 'proxy_bad_answer' : 'offline' }),
});
/** As much of it as the person wants to see. */
export const shownSession = filteredSource(liveSession, () => useVisionStore.getState().filter);
let feed: ScreenFeed | null = null;
export const screenFeed: Pick<ScreenFeed, 'textOf' | 'things' | 'dismissTrouble' | 'clear'> = {
  textOf: (output) => feed?.textOf(output) ?? null,
  things: () => feed?.things() ?? [],
  dismissTrouble: (key) => feed?.dismissTrouble(key),
  clear: () => feed?.clear(),
};
/** How old (ms) each result was when it came. */
export const resultAges = new Listeners<number>();
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
  // A camera takes as long to start as the screen does: both at once.
  void camera.begin();
  behind.whenThere(({ openScreenFeed }) => {
    feed = openScreenFeed(shownSession, showSeen);
  });
  liveSession.onState(showSession);
  liveSession.onState(learnRoute);
  liveSession.onState((state) => behind.now?.markLive(isActive(state)));
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

/** What going live makes React do takes a slow phone some frames, for which the first boxes need not wait. */
let boxesFirst = false;

function showSession(session: SessionState): void {
  const { phase: before } = useVisionStore.getState().session;
  // The offer leaves first: what the tap makes React do takes a slow phone some frames, too.
  if (session.phase === 'dialing' && before !== 'dialing')
    return void setTimeout(() => tellSession(liveSession.state));
  if (session.phase !== 'live' || before !== 'dialing') return tellSession(session);
  if (boxesFirst) return;
  boxesFirst = true;
  afterPaint(() => {
    boxesFirst = false;
    tellSession(liveSession.state);
    tellSeen();
  });
}

/** Held is a state whose news is a round trip alone. */
function tellSession(session: SessionState): void {
  const { session: before = null, ...others } = held;
  const isUrgent = before !== null || !isRoundTripAlone(useVisionStore.getState().session, session);
  held = isUrgent ? others : { ...held, session };
  if (isUrgent) setSession(session);
  // No results may come any more that would take it along.
  if (held.traffic && session.phase !== 'live') setTraffic(held.traffic, {});
}

function showTraffic(traffic: Traffic): void {
  held = { ...held, traffic };
  if (systemClock.now() - seenAtMs <= QUIET_MS) return;
  setTraffic(traffic, held);
  held = {};
}

/** What is seen waits while picture and boxes are held; what goes along with it does not. */
let newest: Seen = useVisionStore.getInitialState().seen;

function showSeen(seen: Seen): void {
  seenAtMs = systemClock.now();
  newest = seen;
  if (!boxesFirst) tellSeen();
}

function tellSeen(): void {
  const { frozen, seen } = useVisionStore.getState();
  setSeen(frozen ? seen : newest, held);
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
