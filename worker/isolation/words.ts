/** What the worker and the processes that hold its sessions say to each other: JSON over Node's own channel. */
import type { EyeSettings } from '../eyes';
import type { EndReason } from '../session/lifetime';
import type { RefusedWords } from '../session/refused';
import type { WorkflowRequest } from '../workflows/types';

/** What a session is made of, in words that JSON knows. */
export type SessionOrder = {
  offer: { type: string; sdp: string };
  iceServers: RTCIceServer[];
  workflow: WorkflowRequest;
  dataOutput: readonly (string | null)[] | null;
  streamOutput: readonly (string | null)[] | null;
  declaredFps: number | null;
  /** Whole seconds. */
  processingTimeout: number;
  realtime: boolean;
  gzip: boolean;
};

/** A look at a frame takes milliseconds, or with the accurate workflow seconds: neither kind is to wait for the other. */
export type Pace = 'fast' | 'slow';

/** To a process: first how it is to look at pictures, then of the session with that number. */
export type Order =
  | { start: EyeSettings }
  /** Whether fast looks have to be asked for; slow ones always have to. */
  | { crowded: boolean }
  /** The look that was asked for under that number may begin. */
  | { granted: number; pace: Pace }
  | { session: number; open: SessionOrder }
  | { session: number; end: EndReason };

export type SessionReport = { session: number } & (
  | { answer: string }
  /** In place of the answer; the end follows. */
  | { refused: RefusedWords }
  | { ended: EndReason }
);

/** From a process. `broken`: it cannot hold sessions at all. */
export type Report =
  | { ready: true }
  | { broken: { code: string | null; message: string } }
  | { counted: Counted }
  | { asks: number; pace: Pace }
  /** With the look of that number. */
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
