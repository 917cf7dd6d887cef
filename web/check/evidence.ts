/** What the check finds: plain facts of closed kinds, so that no address or credential has a place in them. */
import type { FailureCode } from '../errors/failure';

/** One thing looked at: when (ms after the run began), and what was found; null while nothing is. */
export type Step<Found> = { fromMs: number; toMs: number | null; found: Found | null };

export type Transport = 'UDP' | 'TCP' | 'TLS';

export type DeviceFound = {
  webrtc: boolean;
  /** W3C secure-contexts: without one there is no camera. */
  secure: boolean;
  camera: 'allowed' | 'unasked' | 'camera_none' | 'camera_denied' | 'camera_insecure';
  /** False is certain; true may only mean that some network is there. */
  online: boolean;
};

export type ServerFound =
  | {
      kind: 'answers';
      /** Device minus server (ms); null where the server does not say the time. */
      skewMs: number | null;
      roundTripMs: number;
      enhanced: boolean;
      /** The relay stands on the visitor's own machine: so does the worker, and direct is always there. */
      local: boolean;
    }
  /** Something else answers in its place: a sign-in page. */
  | { kind: 'portal' }
  | { kind: 'down'; code: FailureCode };

export type StunFound = {
  /** How many servers were asked over UDP, and how many answered. */
  asked: number;
  answered: number;
  /** The deployment names none: its worker stands on the visitor's own machine or network. */
  unset: boolean;
  /** Whether the NAT shows the same address to two servers (RFC 4787 §4.1); null where that is not known. */
  alike: boolean | null;
  /** Address families that the servers saw. */
  v4: boolean;
  v6: boolean;
  /** The browser has an interface at all. */
  interfaces: boolean;
};

/** The credentials for a relay: had, or why not. `none`: this deployment offers no relay. */
export type PassFound = { kind: 'had' } | { kind: 'none' } | { kind: 'failed'; code: FailureCode };

/**
 * `works`: packets came round. `allocated`: the relay took us, but does not relay to itself. `refused`: it
 * answered and said no. `certificate`: the host is there, and its TLS is not taken. `closed`: the connection
 * failed at once. `silent`: nothing came back. `cut`: packets came round, and then no more.
 */
export const ROUTE_OUTCOMES = [
  'works',
  'allocated',
  'refused',
  'certificate',
  'closed',
  'silent',
  'cut',
] as const;
export type RouteOutcome = (typeof ROUTE_OUTCOMES)[number];

/** Of small packets sent round by the relay; the round trip is the way there and back, once. */
export type Quality = {
  roundTripMs: number;
  /** Null where it was told by ICE's own checks alone. */
  jitterMs: number | null;
  /** Share of packets that did not come, 0 to 1. */
  loss: number;
  /** What came of a burst (kbit/s); null where none was sent. */
  kbps: number | null;
};

export type RouteFound = { outcome: RouteOutcome; quality: Quality | null };
export type RouteStep = Step<RouteFound> & { transport: Transport; port: number };

/** When a stage of the worker's session was reached, ms after the run began. */
export type Stage = 'offered' | 'answered' | 'path' | 'connected' | 'result';
export type WorkerFound =
  | {
      kind: 'result';
      route: 'direct' | 'relay';
      roundTripMs: number | null;
      stages: Partial<Record<Stage, number>>;
    }
  | { kind: 'waking'; stages: Partial<Record<Stage, number>> }
  | { kind: 'failed'; code: FailureCode; stages: Partial<Record<Stage, number>> };

export type Evidence = {
  device: Step<DeviceFound>;
  server: Step<ServerFound>;
  stun: Step<StunFound>;
  pass: Step<PassFound>;
  routes: RouteStep[];
  /** Null unless the person asked for it: it costs a session. */
  worker: Step<WorkerFound> | null;
};

/** A device whose clock is further off than this cannot tell a good certificate or pass from an old one. */
export const CLOCK_OFF_MS = 5 * 60_000;

/** Whether the relay carries packets on this route, as far as could be seen. */
export const carries = ({ found }: Step<RouteFound>): boolean =>
  found?.outcome === 'works' || found?.outcome === 'allocated';
