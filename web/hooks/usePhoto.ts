import { type RefObject, useCallback, useRef, useState } from 'react';
import { behind } from '../app';
import type { PhotoFacts } from '../photo/photo';
import { useVisionStore } from '../store/useVisionStore';

/** The proxy's own default, for the time before `/v1/config` has answered. */
const MAX_BYTES = 2 * 1024 * 1024;

/**
 * The photo for a component: its facts and what can be asked of it. A new one takes the place of one under
 * way.
 */
export function usePhoto(video: RefObject<HTMLVideoElement>) {
  const [photo, show] = useState<PhotoFacts>({ phase: 'none' });
  const running = useRef<AbortController | null>(null);
  const last = useRef<Blob | null>(null);
  const close = useCallback(() => {
    running.current?.abort();
    show({ phase: 'none' });
  }, []);
  const run = useCallback(
    async (still: Blob | null) => {
      running.current?.abort();
      running.current = new AbortController();
      const { workflow, config } = useVisionStore.getState();
      const maxBytes = config?.limits.photoBytes ?? MAX_BYTES;
      const { signal } = running.current;
      const code = await behind.get().catch(() => null);
      if (signal.aborted) return;
      if (!code) return show({ phase: 'failed', url: null, failure: { code: 'photo_failed' } });
      const photoRun = { video: video.current, still, workflow, maxBytes, signal, show };
      last.current = await code.runPhoto(photoRun);
    },
    [video],
  );
  return { photo, take: () => void run(null), retry: () => void run(last.current), close };
}
