/**
 * Between a session's results and what draws them: while it is live, the screen's frames are watched and boxes
 * are carried to the newest.
 */
import type { LiveResult } from '../live';
import { SHOWN_PHASES } from '../shown';
import type { Plane } from './grey';
import type { Present, PresentDeps } from './present';

/** As much of a live session as is listened to. Both return what takes the listener off again. */
type Source = {
  readonly state: { phase: string; route?: { rttMs: number | null } | null };
  onResult(listener: (result: LiveResult) => void): () => void;
  onState(listener: (state: { phase: string }) => void): () => void;
};

export type PresentingDeps = {
  source: Source;
  /** Calls with each frame of the screen, and when it was captured, by `now`. @returns what ends it */
  watchFrames(onFrame: (plane: Plane, capturedMs: number) => void): () => void;
  show: PresentDeps['show'];
  /** Has at hand what frames are worked on with; never fails. */
  ready(): Promise<void>;
  clear(): void;
  /** ms */
  now(): number;
  /** Whether the person wants boxes on the frame that they are of: as they come. */
  isTrueToFrame(): boolean;
  /** As in PresentDeps. */
  tellAge?(ms: number): void;
};

/** @returns `forget`: the picture is another one from now on. `end`: lets go of everything. */
export function startPresenting(deps: PresentingDeps): { forget(): void; end(): void } {
  const { source } = deps;
  let present: Present | null = null;
  let unwatch: (() => void) | null = null;
  const watch = () => {
    if (unwatch) return;
    unwatch = deps.watchFrames((plane, capturedMs) => present?.frame(plane, capturedMs));
    // Until it is there, and where it cannot be fetched, boxes are shown as they come.
    loadPresent(deps).then(
      (loaded) => {
        present ??= loaded;
      },
      () => undefined,
    );
  };
  const rest = () => {
    unwatch?.();
    unwatch = null;
    present?.ended();
    deps.clear();
  };
  const ends = [
    // A frame on which the workflow failed says nothing of what is in view: the last boxes stay their time.
    source.onResult((result) => {
      if (!result.well) return;
      if (present) present.result(result);
      else deps.show(result, false);
    }),
    source.onState(({ phase }) => (SHOWN_PHASES.has(phase) ? watch() : rest())),
  ];
  return {
    forget() {
      present?.reset();
      deps.clear();
    },
    end() {
      for (const end of ends) end();
      unwatch?.();
    },
  };
}

/** Behind the first paint: there is nothing to carry before the first result. */
export const presentCode = () => import('./present');

async function loadPresent({ source, ready, ...deps }: PresentingDeps): Promise<Present> {
  const [{ Present }] = await Promise.all([presentCode(), ready()]);
  const roundTripMs = () => source.state.route?.rttMs ?? null;
  return new Present({ ...deps, roundTripMs });
}
