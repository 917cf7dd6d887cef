/**
 * Every reason for a session to end by itself, on timers: a forgotten session would hold a place and a
 * decoder for ever.
 */
import type { EndReason } from '../ipc/messages';

/** All in ms. */
export type Limits = {
  /** From the start to the deadline. */
  processing: number;
  /** From the answer to ICE and DTLS being up. */
  connect: number;
  /** Without a frame; the hosted worker's watchdog has the same 60 s (webrtc_worker/watchdog.py:144). */
  idle: number;
  /** Of libwebrtc's `disconnected`, before consent expires and it says `failed`. */
  disconnected: number;
  /** Without a data channel, while the peer is still connected: room for the client to open another. */
  channel: number;
};

/** The hosted worker stops one second before the granted time is over (webrtc.py:584-604). */
const DEADLINE_MARGIN_MS = 1000;

/** @param processingTimeout whole seconds, as granted. */
export function limitsFor(processingTimeout: number): Limits {
  return {
    processing: Math.max(0, processingTimeout * 1000 - DEADLINE_MARGIN_MS),
    connect: 15_000,
    idle: 60_000,
    disconnected: 30_000,
    channel: 2_000,
  };
}

export type Lifetime = {
  connected(): void;
  disconnected(): void;
  frame(): void;
  channelClosed(): void;
  channelOpened(): void;
  /** Idempotent; no timer is left. */
  stop(): void;
};

/** Starts the clocks. `onEnd` is called at most once, and never after `stop`. */
export function startLifetime(limits: Limits, onEnd: (reason: EndReason) => void): Lifetime {
  const timers = new Map<string, NodeJS.Timeout>();
  let lastFrameAt = performance.now();

  const clear = (name: string) => {
    clearTimeout(timers.get(name));
    timers.delete(name);
  };
  const stop = () => {
    for (const name of [...timers.keys()]) clear(name);
  };
  const after = (name: string, ms: number, action: () => void) => {
    clear(name);
    timers.set(name, setTimeout(action, capped(ms)));
  };
  const end = (reason: EndReason) => () => {
    stop();
    onEnd(reason);
  };
  /** One timer that looks again, instead of one set anew for each of thirty frames a second. */
  const watchFrames = () => {
    const left = lastFrameAt + limits.idle - performance.now();
    if (left <= 0) end('no_frames')();
    else after('idle', left, watchFrames);
  };

  after('processing', limits.processing, end('timeout_reached'));
  after('connect', limits.connect, end('never_connected'));
  watchFrames();
  return {
    connected() {
      clear('connect');
      clear('disconnected');
    },
    disconnected: () => {
      if (!timers.has('disconnected')) after('disconnected', limits.disconnected, end('disconnected'));
    },
    frame() {
      lastFrameAt = performance.now();
    },
    channelClosed: () => after('channel', limits.channel, end('channel_closed')),
    channelOpened: () => clear('channel'),
    stop,
  };
}

/** Node fires a timer of more than 2^31-1 ms at once; nobody is granted 24 days. */
function capped(ms: number): number {
  return Math.min(ms, 2 ** 31 - 1);
}
