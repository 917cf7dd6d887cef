/** For how long a result is shown: of boxes and of what is said of them, the same. */

/** As old (ms) as this a result is gone from the screen: what it shows has moved on. */
export const GONE_AFTER_MS = 1_000;

/** Phases whose results still belong to the picture: a redial goes on showing what the old peer sees. */
export const SHOWN_PHASES: ReadonlySet<string> = new Set(['live', 'stalled', 'redialing']);
