/** PHOTO: freeze the frame, have it looked at, show it. The live session goes on undisturbed. */
import type { WorkflowName } from '../../protocol/api';
import { browserFetch } from '../api/client';
import { inferPhoto } from '../api/inferPhoto';
import { takeStill } from '../camera/still';
import { asFailure, type FailureFacts } from '../errors/failure';
import { drawPhoto } from '../overlay/photo';
import { classInWords } from '../results/kinds/text';
import { systemClock } from '../time/clock';

export type PhotoFinding = { name: string; text: string | null; confidence: number | null };
/**
 * `url`: a blob URL of the photo to look at. `file`: the same with its boxes, encoded before anyone taps
 * Share.
 */
export type PhotoFacts =
  | { phase: 'none' }
  | { phase: 'sending'; url: string }
  | { phase: 'done'; url: string; file: File; findings: PhotoFinding[] }
  | { phase: 'failed'; url: string | null; failure: FailureFacts };

export type PhotoRun = {
  video: HTMLVideoElement | null;
  /** The photo of an earlier try; null to take one. */
  still: Blob | null;
  workflow: WorkflowName;
  /** The largest body that the proxy takes. */
  maxBytes: number;
  /** Nothing is shown once it has aborted: the sheet is closed, or a newer photo is on its way. */
  signal: AbortSignal;
  show(photo: PhotoFacts): void;
};

/**
 * @returns the frame that was looked at, so that a retry sends the same one; null where none could be taken
 */
export async function runPhoto(run: PhotoRun): Promise<Blob | null> {
  const { signal } = run;
  const show = (photo: PhotoFacts) => signal.aborted || run.show(photo);
  let { still } = run;
  let url: string | null = null;
  try {
    still ??= await takeStill(run.video, run.maxBytes);
    url = blobUrl(still, signal);
    show({ phase: 'sending', url });
    const found = await inferPhoto(browserFetch, still, run.workflow, { clock: systemClock, signal });
    const drawn = await drawPhoto(still, found);
    const findings = found.things.map(({ name, text = null, confidence }) => ({
      name: classInWords(name),
      text,
      confidence,
    }));
    show({ phase: 'done', url: blobUrl(drawn, signal), file: photoFile(drawn), findings });
  } catch (thrown) {
    show({ phase: 'failed', url, failure: asFailure(thrown, 'photo_failed').facts });
  }
  return still;
}

/** A blob URL that lives as long as its run: until the sheet closes or the next photo begins. */
function blobUrl(blob: Blob, signal: AbortSignal): string {
  const url = URL.createObjectURL(blob);
  const revoke = () => URL.revokeObjectURL(url);
  if (signal.aborted) revoke();
  else signal.addEventListener('abort', revoke, { once: true });
  return url;
}

function photoFile(blob: Blob): File {
  const stamp = new Date().toISOString().slice(0, 19).replaceAll(':', '-');
  return new File([blob], `sightline-${stamp}.jpg`, { type: blob.type });
}
