/**
 * What the worker and its child processes, which hold the sessions, send each other: JSON over Node's own
 * channel.
 */
import type { DetectorSettings } from '../workflows/detectors';
import type { WorkflowRequest } from '../workflows/types';
import type { RefusedWords } from './refused';

/** What a session is made of. */
export type SessionRequest = {
  offer: { type: string; sdp: string };
  iceServers: RTCIceServer[];
  workflow: WorkflowRequest;
  dataOutput: readonly (string | null)[] | null;
  /** null sends the workflow's first picture back, an empty list no video. */
  streamOutput: readonly (string | null)[] | null;
  declaredFps: number | null;
  /** Whole seconds. */
  processingTimeout: number;
  /** Off: the client paces the worker by acknowledging results. */
  realtime: boolean;
  gzip: boolean;
};

export type EndReason =
  | 'timeout_reached'
  | 'no_frames'
  | 'never_connected'
  | 'disconnected'
  | 'peer_failed'
  | 'peer_closed'
  | 'channel_closed'
  | 'upload_refused'
  | 'video_too_large'
  | 'request_aborted'
  | 'shutdown';

/**
 * Detection in a frame takes milliseconds, or with the accurate workflow seconds: neither kind is to wait for
 * the other.
 */
export type Pace = 'fast' | 'slow';

/** To a child process: first how it is to detect, then of the session with that number. */
export type Order =
  | { start: DetectorSettings }
  /** Whether fast detections have to be asked for; slow ones always have to. */
  | { crowded: boolean }
  /** The detection that was asked for under that number may begin. */
  | { granted: number; pace: Pace }
  | { session: number; open: SessionRequest }
  | { session: number; end: EndReason };

export type SessionReport = { session: number } & (
  | { answer: string }
  /** In place of the answer; the end follows. */
  | { refused: RefusedWords }
  | { ended: EndReason }
);

/** From a child process. `broken`: it cannot hold sessions at all. */
export type Report =
  | { ready: true }
  | { broken: { code: string | null; message: string } }
  | { counted: Counted }
  | { asks: number; pace: Pace }
  /** With the detection of that number. */
  | { done: number; pace: Pace }
  | SessionReport;

/** Since the last time. */
export type Counted = {
  framesReceived: number;
  framesReplaced: number;
  resultsSent: number;
  resultsDropped: number;
  /** Of results, ms. */
  ages: number[];
  /** As it stands, bytes. */
  heap: number;
  external: number;
};
