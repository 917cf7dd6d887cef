import { type RefObject, useCallback, useRef, useState } from 'react';
import { takeStill } from '../camera/still';
import { asFailure, type FailureFacts } from '../errors/failure';
import { drawPhoto } from '../overlay/photo';
import { useVisionStore } from '../store/useVisionStore';
import { inferPhoto, type PhotoFindings } from './inferPhoto';

/** The proxy's own default, for the time before `/v1/config` has answered. */
const MAX_BYTES = 2 * 1024 * 1024;

export type PhotoFinding = { name: string; text: string | null; confidence: number | null };
/** `url`: a blob URL of the photo to look at. `file`: the same with its boxes, encoded before anyone taps Share. */
export type PhotoFacts =
  | { phase: 'none' }
  | { phase: 'sending'; url: string }
  | { phase: 'done'; url: string; file: File; findings: PhotoFinding[] }
  | { phase: 'failed'; url: string | null; failure: FailureFacts };

/** Steps are dropped once `signal` has aborted: the sheet is closed, or a newer photo is on its way. */
type Run = { still: Blob | null; signal: AbortSignal; show(photo: PhotoFacts): void };

/** PHOTO: freeze the frame, have it looked at, show it. The live session goes on undisturbed. */
export function usePhoto(video: RefObject<HTMLVideoElement | null>) {
  const [photo, setPhoto] = useState<PhotoFacts>({ phase: 'none' });
  const running = useRef<AbortController | null>(null);
  const still = useRef<Blob | null>(null);
  const close = useCallback(() => {
    running.current?.abort();
    setPhoto({ phase: 'none' });
  }, []);
  const look = useCallback(
    async (again: boolean) => {
      running.current?.abort();
      running.current = new AbortController();
      const run = { still: again ? still.current : null, signal: running.current.signal, show: setPhoto };
      still.current = await runPhoto(video.current, run);
    },
    [video],
  );
  return { photo, take: () => void look(false), retry: () => void look(true), close };
}

/** @returns the frame that was looked at, so that a retry sends the same one; null where none could be taken */
async function runPhoto(video: HTMLVideoElement | null, run: Run): Promise<Blob | null> {
  const show = (photo: PhotoFacts) => {
    if (!run.signal.aborted) run.show(photo);
  };
  let still = run.still;
  let url: string | null = null;
  try {
    still ??= await freeze(video);
    url = blobUrl(still, run.signal);
    show({ phase: 'sending', url });
    const { workflow } = useVisionStore.getState();
    const request = { photo: still, workflow, signal: run.signal };
    const found = await inferPhoto((at, init) => fetch(at, init), request);
    const drawn = await drawPhoto(still, found.frame, found.predictions);
    show({
      phase: 'done',
      url: blobUrl(drawn, run.signal),
      file: photoFile(drawn),
      findings: namesOf(found),
    });
  } catch (thrown) {
    show({ phase: 'failed', url, failure: asFailure(thrown, 'photo_failed').facts });
  }
  return still;
}

async function freeze(video: HTMLVideoElement | null): Promise<Blob> {
  const limit = useVisionStore.getState().config?.limits.photoBytes ?? MAX_BYTES;
  return (await takeStill(video, limit)).blob;
}

/** A blob URL that lives as long as its run: until the sheet closes or the next photo begins. */
function blobUrl(blob: Blob, signal: AbortSignal): string {
  const url = URL.createObjectURL(blob);
  const revoke = () => URL.revokeObjectURL(url);
  if (signal.aborted) revoke();
  else signal.addEventListener('abort', revoke, { once: true });
  return url;
}

function namesOf({ predictions }: PhotoFindings): PhotoFinding[] {
  return predictions.map(({ class: name, data, confidence }) => ({
    name: name.replaceAll('_', ' '),
    text: data ?? null,
    confidence,
  }));
}

function photoFile(blob: Blob): File {
  const stamp = new Date().toISOString().slice(0, 19).replaceAll(':', '-');
  return new File([blob], `sightline-${stamp}.jpg`, { type: blob.type });
}
