/** How well a loop carries packets: round trip, jitter and loss of small ones, and what a burst comes to. */
import { every } from '../../time/clock';
import { childScope, pause, type Scope } from '../../time/scope';
import type { Quality } from '../evidence';

/** 25 a second of 100 bytes: some 50 kbit/s with all headers, too little to be in a live session's way. */
const EVERY_MS = 40;
const SMALL_BYTES = 100;
/** What has not come by then is lost to live video, wherever it is. */
const LOST_AFTER_MS = 1_000;
/** A session's own rate (web/session/dial/sender.ts) for less than half a second. */
const BURST = { messages: 40, bytes: 1_000, everyMs: 10 };
/** A line of a fifth of that rate has carried it by then. */
const BURST_END_MS = 2_000;
const HEADER_BYTES = 12;

/** What came of the small packets: `sentMs` by number, and in the order of arrival the number and the delay. */
export type Packets = { sentMs: number[]; arrivals: { at: number; number: number; delayMs: number }[] };

export class Meter {
  readonly packets: Packets = { sentMs: [], arrivals: [] };
  private readonly burst: { at: number; bytes: number }[] = [];
  private kbps: number | null = null;

  constructor(
    private readonly out: RTCDataChannel,
    back: RTCDataChannel,
    private readonly scope: Scope,
  ) {
    back.binaryType = 'arraybuffer';
    back.addEventListener('message', ({ data }: MessageEvent<ArrayBuffer>) => this.take(data), {
      signal: scope.signal,
    });
    every(scope.clock, EVERY_MS, () => this.send(), scope.signal);
  }

  /** Sends one burst, and waits until it is through. */
  async measureRate(): Promise<void> {
    const { clock } = this.scope;
    const turns = childScope(this.scope);
    let left = BURST.messages;
    every(clock, BURST.everyMs, () => (left-- > 0 ? this.push(BURST.bytes, 0) : turns.end()), turns.signal);
    for (
      const until = clock.now() + BURST_END_MS;
      this.burst.length < BURST.messages && clock.now() < until;
    )
      await pause(50, this.scope);
    turns.end();
    this.kbps = rateOf(this.burst);
  }

  /** How long nothing has come (ms); since `fromMs` where nothing came at all. */
  silentMs(fromMs: number): number {
    return this.scope.clock.now() - (this.packets.arrivals.at(-1)?.at ?? fromMs);
  }

  /** Null where too little has come round to say anything. */
  quality(): Quality | null {
    // What still stands in the buffer was not sent.
    const waiting = Math.ceil(this.out.bufferedAmount / SMALL_BYTES);
    const measured = qualityOf(this.packets, this.packets.sentMs.length - waiting, this.scope.clock.now());
    return measured && { ...measured, kbps: this.kbps };
  }

  private send(): void {
    const { sentMs } = this.packets;
    if (this.push(SMALL_BYTES, sentMs.length + 1)) sentMs.push(this.scope.clock.now());
  }

  /** @param number 0 for a packet of the burst. */
  private push(bytes: number, number: number): boolean {
    if (this.out.readyState !== 'open') return false;
    const message = new DataView(new ArrayBuffer(bytes));
    message.setUint32(0, number);
    message.setFloat64(4, this.scope.clock.now());
    this.out.send(message);
    return true;
  }

  private take(data: ArrayBuffer): void {
    if (data.byteLength < HEADER_BYTES) return;
    const at = this.scope.clock.now();
    const view = new DataView(data);
    const number = view.getUint32(0);
    if (number === 0) this.burst.push({ at, bytes: data.byteLength });
    else this.packets.arrivals.push({ at, number, delayMs: at - view.getFloat64(4) });
  }
}

/**
 * Both ends are in this page and read the same clock: the way round by the relay is its round trip. Jitter as
 * RFC 3550 §6.4.1, unsmoothed.
 * @param sent how many of the packets have left.
 */
export function qualityOf(
  { sentMs, arrivals }: Packets,
  sent: number,
  nowMs: number,
): Omit<Quality, 'kbps'> | null {
  const due = sentMs.slice(0, Math.max(0, sent)).filter((at) => nowMs - at > LOST_AFTER_MS).length;
  const came = new Set(arrivals.filter(({ number }) => number <= due).map(({ number }) => number)).size;
  if (due < 5 || arrivals.length < 2) return null;
  const delays = arrivals.map(({ delayMs }) => delayMs);
  const steps = delays.slice(1).map((delay, at) => Math.abs(delay - (delays[at] ?? delay)));
  return { roundTripMs: median(delays), jitterMs: mean(steps), loss: 1 - came / due };
}

type Pair = {
  type: string;
  state?: string;
  requestsSent?: number;
  responsesReceived?: number;
  currentRoundTripTime?: number;
};

/** Fewer say nothing. */
const LEAST_CHECKS = 6;

/**
 * By ICE's own checks (W3C webrtc-stats RTCIceCandidatePairStats). A check and its answer each go round by
 * the relay once, so of the packets one way the square root comes through.
 * @param pairs of both peers.
 */
export function qualityOfChecks(pairs: Iterable<Pair>): Quality | null {
  const used = [...pairs].filter(
    ({ type, responsesReceived = 0 }) => type === 'candidate-pair' && responsesReceived > 0,
  );
  const sum = (read: (pair: Pair) => number | undefined) =>
    used.reduce((total, pair) => total + (read(pair) ?? 0), 0);
  // Of each pair one answer may be under way.
  const asked = sum(({ requestsSent }) => requestsSent) - used.length;
  if (asked < LEAST_CHECKS) return null;
  const loss = 1 - Math.sqrt(Math.min(1, sum(({ responsesReceived }) => responsesReceived) / asked));
  const roundTripMs = (sum(({ currentRoundTripTime }) => currentRoundTripTime) / used.length) * 500;
  return { roundTripMs, jitterMs: null, loss, kbps: null };
}

/** More than SCTP has been seen to make of a few percent; a dozen checks can all get through by luck. */
const TRUSTED_LOSS = 0.4;

/**
 * The channel's own figures with the smaller loss. SCTP adds to it: on a line that loses 4 % of what goes
 * round, 25 % of the messages did not come (network lab, Chromium 156), and at 30 % it stands still.
 */
export function joined(channel: Quality | null, checks: Quality | null): Quality | null {
  if (!channel || !checks) return channel ?? checks;
  const isBeyondDoubt = channel.loss >= TRUSTED_LOSS;
  return { ...channel, loss: isBeyondDoubt ? channel.loss : Math.min(channel.loss, checks.loss) };
}

/** kbit/s, from the first packet's arrival to the last one's; null where there were not two. */
export function rateOf(burst: readonly { at: number; bytes: number }[]): number | null {
  const [first] = burst;
  const last = burst.at(-1);
  if (!first || !last || last.at <= first.at) return null;
  const bytes = burst.slice(1).reduce((sum, one) => sum + one.bytes, 0);
  return (bytes * 8) / (last.at - first.at);
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
