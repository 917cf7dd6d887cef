/** The live session as the screen sees it. Everything it touches is injected, so that it runs in Node under a fake clock. */
import type { Connector, WebRTCParams } from '@roboflow/inference-sdk';
import type { FrameResult } from '../../protocol/result';
import type { Failure, FailureFacts } from '../errors/failure';

/** How to dial: what `useRealTimeInference` derives from the store and the deployment's config. */
export type DialPlan = {
  enhanced: boolean;
  /** `connectors.withProxyUrl(...)`: fetches the ICE servers and carries the offer. */
  connector: Connector;
  /** Where the ICE servers come from; the connector's own fetch of the same URL would swallow expiry and failures. */
  turnConfigUrl: string;
  wrtcParams: WebRTCParams;
  iceTransportPolicy: RTCIceTransportPolicy;
  /** The time (ms) the proxy grants a session; the next one is dialled before it runs out. Null where it is not known. */
  sessionMs: number | null;
  /** ENH's plan, where direct is dialled and a relay could be had: it is got ready as soon as direct is late. */
  fallback: DialPlan | null;
};

/** The path of the media, from the selected candidate pair (W3C webrtc-stats RTCIceCandidatePairStats). */
export type Route = {
  kind: 'direct' | 'relay';
  transport: 'UDP' | 'TCP' | 'TLS';
  /** The relay's port; null for a direct path or where the browser does not say. */
  port: number | null;
  rttMs: number | null;
};

export type SessionState =
  | { phase: 'idle' }
  | { phase: 'dialing'; enhanced: boolean; wakingGpu: boolean; sinceMs: number }
  | { phase: 'live'; enhanced: boolean; route: Route | null; notice: FailureFacts | null }
  | { phase: 'stalled'; enhanced: boolean; route: Route | null }
  | { phase: 'redialing'; enhanced: boolean; attempt: number }
  | { phase: 'paused'; enhanced: boolean }
  | { phase: 'failed'; enhanced: boolean; failure: Failure };

export type LiveSession = {
  readonly state: SessionState;
  /** Dials by this plan. While live it dials a second peer, swaps on its first result and closes the first. */
  start(plan: DialPlan): void;
  /** The person is about to do something: in ENH, gets a relay ready while LIVE is off. Costs no offer. */
  arm(): void;
  /** The browser says that it is on another network, or online again. */
  networkChanged(): void;
  /** While active, re-dials by a plan of another mode, and keeps the peer in use where the mode is its own. Idle: remembers it for `arm`. */
  follow(plan: DialPlan): void;
  /** Idempotent. Afterwards no peer, no timer and no listener of this session is left. */
  stop(): void;
  /** Takes a failure or a notice off the screen. */
  dismiss(): void;
  onState(listener: (state: SessionState) => void): () => void;
  /** Each result of the peer in use, as it comes: for the overlay, not for React. */
  onResult(listener: (result: FrameResult) => void): () => void;
};
