/**
 * Whether there is anything to send: a covered lens or a picture all black tells a model nothing. The hosted
 * worker ends a session that has had no frame for a minute (webrtc_worker/watchdog.py:144), so one is sent now
 * and then.
 */

/** Of the camera's picture: its mean luma, and how far its lightest and darkest parts are apart; 0 to 255. */
export type Glance = { mean: number; spread: number };

const DARK = 40;
const FLAT = 12;
/** So long (ms) it must have been dark: the worker has said by then that there is nothing. */
const DARK_FOR_MS = 1_500;
/** How often, and for how long (ms), a resting session shows that it lives. */
const SIGN_EVERY_MS = 25_000;
const SIGN_MS = 700;

export class Rest {
  private darkSinceMs: number | null = null;

  /** @param glance null where nobody can say @returns whether nothing is to be sent */
  look(glance: Glance | null, nowMs: number): boolean {
    if (!glance || !isDark(glance)) this.darkSinceMs = null;
    else this.darkSinceMs ??= nowMs;
    if (this.darkSinceMs === null) return false;
    const restedMs = nowMs - this.darkSinceMs - DARK_FOR_MS;
    return restedMs >= 0 && restedMs % SIGN_EVERY_MS < SIGN_EVERY_MS - SIGN_MS;
  }
}

function isDark({ mean, spread }: Glance): boolean {
  return mean < DARK && spread < FLAT;
}
