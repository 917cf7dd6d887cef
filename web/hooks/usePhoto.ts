import { useCallback, useRef, useState } from 'react';
import { unreachable } from '../api/failures';
import { behind, camera, viewfinder } from '../app';
import type { CameraPicture, Still } from '../camera/types';
import type { PhotoFacts, PhotoSource } from '../photo/photo';
import { useVisionStore } from '../store/useVisionStore';

type Behind = NonNullable<typeof behind.now>;

/** The proxy's own default, for the time before `/v1/config` has answered. */
const MAX_BYTES = 2 * 1024 * 1024;

/**
 * The photo for a component: its facts and what can be asked of it. A new one takes the place of one under
 * way.
 */
export function usePhoto() {
  const [photo, show] = useState<PhotoFacts>({ phase: 'none' });
  const running = useRef<AbortController | null>(null);
  const last = useRef<PhotoSource | null>(null);
  const close = useCallback(() => {
    running.current?.abort();
    show({ phase: 'none' });
  }, []);
  const run = useCallback((source: PhotoSource) => {
    running.current?.abort();
    running.current = new AbortController();
    last.current = source;
    void runFrom(source, running.current.signal, show).then((again) => {
      // A newer one may have begun meanwhile.
      if (last.current === source) last.current = again;
    });
  }, []);
  const openShared = useCallback(() => run({ kind: 'shared' }), [run]);
  const take = () => {
    const shoot = ({ takeStill }: Behind) => takeStill(pictureNow(), maxBytes());
    // At once where its code is there: the picture is the one of the press.
    if (behind.now) return run(sourceOf(shoot(behind.now)));
    const late = behind.get().then(shoot);
    run(sourceOf({ glimpse: null, photo: late.then(({ photo }) => photo) }));
  };
  return {
    photo,
    take,
    choose: (file: Blob) => run({ kind: 'file', file }),
    openShared,
    open: (id: string) => run({ kind: 'kept', id }),
    retry: () => (last.current ? run(last.current) : take()),
    close,
  };
}

function pictureNow(): CameraPicture | null {
  const { state } = camera;
  const { phase } = useVisionStore.getState().session;
  const isIdle = phase === 'idle' || phase === 'failed';
  return state.phase === 'on' ? { video: viewfinder, track: state.track, isIdle } : null;
}

function sourceOf({ photo: still, glimpse }: Still): PhotoSource {
  // Who waits for them hears of it, and nobody may.
  for (const each of [still, glimpse]) each?.catch(() => undefined);
  return { kind: 'still', still, glimpse };
}

const maxBytes = () => useVisionStore.getState().config?.limits.photoBytes ?? MAX_BYTES;

/** @returns what another try is made of; null for the camera's next picture */
async function runFrom(
  source: PhotoSource,
  signal: AbortSignal,
  show: (photo: PhotoFacts) => void,
): Promise<PhotoSource | null> {
  const { workflow } = useVisionStore.getState();
  try {
    const { runPhoto } = await behind.get();
    return await runPhoto({ source, workflow, maxBytes: maxBytes(), signal, show });
  } catch (thrown) {
    if (!signal.aborted) show({ phase: 'failed', url: null, failure: unreachable(thrown).facts });
    return source;
  }
}
