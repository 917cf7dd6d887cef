/** What went out lately: all bytes of a peer, by the time that they were read. */

/**
 * Ever growing counts of one peer (bytes): all that left, what of it was new frames, and what the encoder was
 * asked for.
 */
export type Counts = { atMs: number; bytes: number; mediaBytes: number; askedBytes: number };

/** Headers of RTP, UDP and IP, reports, and what a good link repeats. */
const USUAL_RATIO = 1.15;
const MOST_RATIO = 3;
const LATELY_MS = 1_500;

export class Spend {
  private counts: Counts[] = [];

  /** @param windowMs for so long it is remembered */
  constructor(private readonly windowMs: number) {}

  add(now: Counts): void {
    const last = this.counts.at(-1);
    // A counter that begins anew tells nothing of what went before.
    if (last && (now.bytes < last.bytes || now.mediaBytes < last.mediaBytes)) this.counts = [];
    // Whatever it counted before it was first read, it counted just now.
    if (this.counts.length === 0) this.counts.push(nothingBefore(now));
    this.counts.push(now);
    // The last one before the window stays: what it begins in the middle of counts in full.
    const first = this.counts.findIndex(({ atMs }) => atMs > now.atMs - this.windowMs);
    if (first > 1) this.counts.splice(0, first - 1);
  }

  /** Bytes since then (ms), rounded up to whole readings. */
  since(fromMs: number): number {
    const before = this.counts.findLast(({ atMs }) => atMs <= fromMs) ?? this.counts[0];
    const last = this.counts.at(-1);
    return before && last ? last.bytes - before.bytes : 0;
  }

  /**
   * How many bytes leave for each that the encoder is asked for: it may give more, and headers, repeats and
   * padding come on top. By the whole window or by its last part, whichever is worse.
   */
  get ratio(): number {
    const { counts } = this;
    const last = counts.at(-1);
    const lately = last && counts.findLast(({ atMs }) => atMs <= last.atMs - LATELY_MS);
    return Math.min(MOST_RATIO, Math.max(1, ratioOf(counts[0], last), ratioOf(lately, last)));
  }
}

/** As if all of it had been asked for. */
function nothingBefore({ atMs, askedBytes, mediaBytes }: Counts): Counts {
  return { atMs: atMs - 1, bytes: 0, mediaBytes: 0, askedBytes: askedBytes - mediaBytes };
}

function ratioOf(first: Counts | undefined, last: Counts | undefined): number {
  if (!first || !last || last.mediaBytes === first.mediaBytes) return USUAL_RATIO;
  const bytes = last.bytes - first.bytes;
  const asked = last.askedBytes - first.askedBytes;
  return Math.max(bytes / (last.mediaBytes - first.mediaBytes), asked > 0 ? bytes / asked : 0);
}
