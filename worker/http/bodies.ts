/**
 * The bodies of photo requests that this worker holds at the same time: as text, and then as bytes that wait
 * for a thread.
 */

/** Five of the largest, or hundreds as a phone sends them. */
const MOST_BYTES = 128 * 1024 * 1024;
/** The last quarter is for requests of up to this size: a few giants shut no ordinary photo out. */
const SMALL_BYTES = 6 * 1024 * 1024;
const FOR_ALL = 0.75;

/** One request's share. */
export type Held = {
  /** @returns false where there is no room for so many more bytes of it. */
  take(bytes: number): boolean;
  giveBack(): void;
};

export class Bodies {
  private held = 0;

  /** Counted as they arrive, not as they are announced: a length in a header costs its sender nothing. */
  open(): Held {
    let own = 0;
    return {
      take: (bytes) => {
        const most = own + bytes > SMALL_BYTES ? MOST_BYTES * FOR_ALL : MOST_BYTES;
        if (this.held + bytes > most) return false;
        own += bytes;
        this.held += bytes;
        return true;
      },
      giveBack: () => {
        this.held -= own;
        own = 0;
      },
    };
  }
}
