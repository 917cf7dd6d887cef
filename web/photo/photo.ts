/** PHOTO: freeze the frame, have it looked at, show it. The live session goes on undisturbed. */
import type { WorkflowName } from '../../protocol/api';
import { browserFetch } from '../api/client';
import { inferPhoto } from '../api/inferPhoto';
import { takeStill } from '../camera/still';
import { asFailure, type FailureFacts } from '../errors/failure';
import { drawPhoto } from '../overlay/photo';
import { photoPictures } from '../picture/photo';
import { tagOf } from '../results/inView';
import type { Result } from '../results/kinds/model';
import { classInWords } from '../results/kinds/text';
import { type Seen, seenInPhoto, textOf } from '../results/screenFeed';
import { systemClock } from '../time/clock';

/** One of the workflow's own. `corner`: where a crop was cut out, px of the photo. */
export type PhotoPicture = { name: string; url: string; corner: { x: number; y: number } | null };
/** `tag`: its number, its time in the zone, its speed, as on a label; empty where nothing is known. */
export type PhotoFinding = { name: string; tag: string; text: string | null; confidence: number | null };
export type PhotoFound = {
  things: PhotoFinding[];
  seen: Seen;
  /** All that an output says; null where there is none of that name. */
  textOf(output: string): string | null;
};
/**
 * `url`: a blob URL of the photo to look at. `file`: the same with its boxes, encoded before anyone taps
 * Share.
 */
export type PhotoFacts =
  | { phase: 'none' }
  | { phase: 'sending'; url: string }
  | { phase: 'done'; url: string; file: File; found: PhotoFound; pictures: PhotoPicture[] }
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
    const result = await inferPhoto(browserFetch, still, run.workflow, { clock: systemClock, signal });
    const drawn = await drawPhoto(still, result);
    const pictures = photoPictures(result.outputs).map(({ file, ...picture }) => ({
      ...picture,
      url: blobUrl(file, signal),
    }));
    const found = foundIn(result);
    show({ phase: 'done', url: blobUrl(drawn, signal), file: photoFile(drawn), found, pictures });
  } catch (thrown) {
    show({ phase: 'failed', url, failure: asFailure(thrown, 'photo_failed').facts });
  }
  return still;
}

function foundIn(result: Result): PhotoFound {
  const things = result.things.map((thing) => {
    const { name, text = null, confidence } = thing;
    return { name: classInWords(name), tag: tagOf(thing), text, confidence };
  });
  return { things, seen: seenInPhoto(result), textOf: (output) => textOf(result, output) };
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
