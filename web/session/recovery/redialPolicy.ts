/** When to dial again: a storm of offers could lock an account out (10 streams, 20 requests a second). */
import type { FailureFacts } from '../../errors/failure';

const FIRST_WAIT_MS = 300;
const LONGEST_WAIT_MS = 8_000;
/** Share of a wait that chance adds, so that many phones that lost one relay do not come back as one. */
const JITTER = 0.3;
/**
 * A relay that does not answer has cost no offer: another try is cheap, and its network may be just coming
 * up.
 */
const RELAY_WAIT_MS = 250;
const LONGEST_RELAY_WAIT_MS = 1_000;
const OFFERS_PER_MINUTE = 10;
const MINUTE_MS = 60_000;

/**
 * Milliseconds to wait before try `attempt` (0 is the first, at once), never earlier than the far side
 * allows.
 * @param last why the try before it failed.
 */
export function waitBefore(attempt: number, last: FailureFacts | null, random: () => number): number {
  const cheap = last?.code === 'relay_unreachable';
  const [first, longest] = cheap ? [RELAY_WAIT_MS, LONGEST_RELAY_WAIT_MS] : [FIRST_WAIT_MS, LONGEST_WAIT_MS];
  const backoff = attempt === 0 ? 0 : Math.min(longest, first * 2 ** (attempt - 1));
  return Math.max(backoff * (1 + JITTER * random()), last?.retryAfterMs ?? 0);
}

/** At most OFFERS_PER_MINUTE offers in any minute, whatever asks for them. */
export class OfferBudget {
  private readonly sentMs: number[] = [];

  /** Milliseconds until the next offer may go out; 0 is now. */
  waitMs(nowMs: number): number {
    const oldest = this.sentMs.at(-OFFERS_PER_MINUTE);
    return oldest === undefined ? 0 : Math.max(0, oldest + MINUTE_MS - nowMs);
  }

  spend(nowMs: number): void {
    this.sentMs.push(nowMs);
    if (this.sentMs.length > OFFERS_PER_MINUTE) this.sentMs.shift();
  }
}
