/**
 * Whether results still come. Judged by the results themselves, which stop a second or more before any
 * connection state says so (Chromium calls a dead path `disconnected` after 5 s), and confirmed by what the
 * transport receives. A frame on which the workflow failed is none, but where it comes from all is well.
 */
import type { Received } from '../dial/route';

/** A gap this long is a stall for any worker of ten results a second and more. */
const LEAST_PATIENCE_MS = 800;
/** Slower workers are given this many of their usual gaps. */
const PATIENCE_GAPS = 5;
const MOST_PATIENCE_MS = 15_000;
/** So many gaps make a median that one stall cannot bend. */
const GAPS_KEPT = 15;
/**
 * Nothing came for this long, while results are overdue: the path is dead. An aiortc worker reports once a
 * second.
 */
const DEAF_MS = 1_500;
/**
 * No result for so many patiences on a path that lives: it hangs. SCTP on a lossy link is silent for seconds.
 */
const HUNG_PATIENCES = 8;

export type Health = 'well' | 'stalled' | 'dead';

/** A silence of this length was an outage, not the stutter of a lossy link. */
const OUTAGE_MS = 2_000;
/**
 * After an outage a relay's TCP connection may deliver a burst of old results and fall silent again while its
 * other direction still waits for its retransmission timer: a stall within this time needs no second proof.
 */
const RELAPSE_MS = 3_000;
/** So many ICE checks in a row without an answer: what we send does not arrive, whatever still comes in. */
const UNANSWERED = 2;

export class HealthMonitor {
  private lastResultMs: number;
  /** The last frame, be it one that failed. */
  private lastFrameMs: number;
  private lastSignMs: number;
  private received: Received | null = null;
  private requestsAtAnswer = 0;
  /** When results came back after the last outage. */
  private backSinceMs = Number.NEGATIVE_INFINITY;
  private readonly gaps: number[] = [];
  private isResting = false;

  constructor(nowMs: number) {
    this.lastResultMs = nowMs;
    this.lastFrameMs = nowMs;
    this.lastSignMs = nowMs;
  }

  /** @param well whether it is a result: one that failed fast tells nothing of the pace of those that work */
  frame(nowMs: number, well: boolean): void {
    const silentMs = nowMs - this.lastFrameMs;
    if (silentMs >= OUTAGE_MS && silentMs >= 2 * this.patienceMs) this.backSinceMs = nowMs;
    this.lastFrameMs = nowMs;
    this.lastSignMs = nowMs;
    if (!well) return;
    this.gaps.push(nowMs - this.lastResultMs);
    if (this.gaps.length > GAPS_KEPT) this.gaps.shift();
    this.lastResultMs = nowMs;
  }

  /** While nothing is sent nothing is overdue; afterwards all is awaited anew. */
  rest(nowMs: number, isResting: boolean): void {
    this.isResting = isResting;
    this.lastResultMs = nowMs;
    this.lastFrameMs = nowMs;
    this.lastSignMs = nowMs;
  }

  transport(received: Received | null, nowMs: number): void {
    if (!received) return;
    const answered = !this.received || received.responses > this.received.responses;
    if (answered) this.requestsAtAnswer = received.requestsSent;
    if (answered || this.isTwoWay(received)) this.signed(received, nowMs);
    this.received = received;
  }

  /**
   * After a cut a relay's TCP connection may carry one way alone for seconds: the worker's reports come in,
   * and it gets nothing of ours (seen with coturn over TCP 443; each direction waits for its own
   * retransmission timer).
   */
  private isTwoWay({ requestsSent }: Received): boolean {
    return requestsSent - this.requestsAtAnswer < UNANSWERED;
  }

  private signed({ bytes, responses, silentMs }: Received, nowMs: number): void {
    const grew = !this.received || bytes > this.received.bytes || responses > this.received.responses;
    const signMs = silentMs === null ? (grew ? nowMs : 0) : nowMs - silentMs;
    this.lastSignMs = Math.max(this.lastSignMs, signMs);
  }

  /** Until then `judge` finds nothing, whatever happens. */
  get wellUntilMs(): number {
    return this.isResting ? Number.NEGATIVE_INFINITY : this.lastFrameMs + LEAST_PATIENCE_MS;
  }

  /** How long (ms) without a result is a stall, by the pace so far. */
  get patienceMs(): number {
    return Math.min(MOST_PATIENCE_MS, Math.max(LEAST_PATIENCE_MS, PATIENCE_GAPS * median(this.gaps)));
  }

  /**
   * @param disconnected what ICE itself says. Alone it is no alarm: one lost consent check flips Chromium
   * (cloudflare/meet 79); together with overdue results it is proof, and spares the wait.
   */
  judge(nowMs: number, disconnected = false): Health {
    if (this.isResting) return disconnected ? 'dead' : 'well';
    const silentMs = nowMs - this.lastFrameMs;
    if (nowMs < this.wellUntilMs || silentMs < this.patienceMs) return 'well';
    const deaf = disconnected || nowMs - this.lastSignMs >= DEAF_MS;
    const relapsed = this.lastFrameMs - this.backSinceMs < RELAPSE_MS;
    const hung = silentMs >= HUNG_PATIENCES * this.patienceMs;
    return deaf || hung || relapsed ? 'dead' : 'stalled';
  }
}

function median(values: number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
