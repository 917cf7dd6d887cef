/** PHOTO: freeze the frame, have it looked at, show it. The live session goes on undisturbed. */
import type { WorkflowName } from '../../protocol/api';
import { browserFetch } from '../api/client';
import { inferPhoto } from '../api/inferPhoto';
import { asFailure, Failure, type FailureFacts } from '../errors/failure';
import type { Size } from '../overlay/geometry';
import { drawPhoto } from '../overlay/photo';
import { photoPictures } from '../picture/photo';
import { tagOf } from '../results/inView';
import type { Result, Thing } from '../results/kinds/model';
import { classInWords } from '../results/kinds/text';
import { type Seen, seenInPhoto, textOf } from '../results/screenFeed';
import { systemClock } from '../time/clock';
import type { Kept, KeptPhoto, Looked } from './gallery';

/** One of the workflow's own. `corner`: where a crop was cut out, px of the photo. */
export type PhotoPicture = { name: string; url: string; corner: { x: number; y: number } | null };
/** `tag`: its number, its time in the zone, its speed, as on a label; empty where nothing is known. */
export type PhotoFinding = {
  name: string;
  tag: string;
  text: string | null;
  confidence: number | null;
  thing: Thing;
};
export type PhotoFound = {
  things: PhotoFinding[];
  /** In whose pixels their places are; null: the photo's own. */
  frame: Size | null;
  seen: Seen;
  /** All that an output says; null where there is none of that name. */
  textOf(output: string): string | null;
};
/**
 * `url`: a blob URL of the photo to look at, with its boxes; `bareUrl`: without. `file`: the one with boxes,
 * encoded before anyone taps Share. `kept`: whether the gallery has it; null as long as it is not known.
 */
export type PhotoDone = {
  phase: 'done';
  url: string;
  bareUrl: string;
  file: File;
  found: PhotoFound;
  pictures: PhotoPicture[];
  kept: Kept | null;
};
export type PhotoFacts =
  | { phase: 'none' }
  /** Of a file: it is decoded and made small enough. */
  | { phase: 'reading'; url: null }
  /** `sinceMs`: of the page's clock. */
  | { phase: 'sending'; url: string; sinceMs: number }
  | PhotoDone
  | { phase: 'failed'; url: string | null; failure: FailureFacts };

/**
 * `still`: of the camera, or of an earlier try; `glimpse`: what is shown until it is there. `kept`: of the
 * gallery, by its id: that is not sent again.
 */
export type PhotoSource =
  | { kind: 'still'; still: Blob | Promise<Blob>; glimpse?: Promise<Blob> | null }
  | { kind: 'file'; file: Blob }
  /** Of another app. */
  | { kind: 'shared' }
  | { kind: 'kept'; id: string };

export type PhotoRun = {
  source: PhotoSource;
  workflow: WorkflowName;
  /** The largest body that the proxy takes. */
  maxBytes: number;
  /** Nothing is shown once it has aborted: the sheet is closed, or a newer photo is on its way. */
  signal: AbortSignal;
  show(photo: PhotoFacts): void;
};

/**
 * @returns the source of another try: the frame that was looked at, so that a retry sends the same one; null
 * where the camera gave none
 */
export async function runPhoto(run: PhotoRun): Promise<PhotoSource | null> {
  const { signal } = run;
  let { source } = run;
  const show = (photo: PhotoFacts) => signal.aborted || run.show(photo);
  let url: string | null = null;
  let still: Blob | null = null;
  try {
    if (source.kind === 'kept') return await showKept(source, signal, show);
    if (source.kind !== 'still') show({ phase: 'reading', url });
    else await showGlimpse(source, signal, show);
    if (source.kind === 'shared') source = { kind: 'file', file: await shared() };
    still = await stillOf(source, run);
    url = blobUrl(still, signal);
    show({ phase: 'sending', url, sinceMs: systemClock.now() });
    const result = await inferPhoto(browserFetch, still, run.workflow, { clock: systemClock, signal });
    const drawn = await drawPhoto(still, result);
    const done = doneWith({ photo: still, result, drawn, at: new Date() }, url, signal);
    show(done);
    const kept = await keep({ photo: still, drawn, result, workflow: run.workflow });
    show({ ...done, kept });
  } catch (thrown) {
    show({ phase: 'failed', url, failure: asFailure(thrown, 'photo_failed').facts });
  }
  if (still) return { kind: 'still', still };
  return source.kind === 'still' ? null : source;
}

/** The sensor takes its time: seen is that the press was heard, and what it has of the picture. */
async function showGlimpse(
  { glimpse }: Extract<PhotoSource, { kind: 'still' }>,
  signal: AbortSignal,
  show: (photo: PhotoFacts) => void,
): Promise<void> {
  const first = await glimpse;
  if (first) show({ phase: 'sending', url: blobUrl(first, signal), sinceMs: systemClock.now() });
}

function stillOf(
  source: Extract<PhotoSource, { kind: 'still' | 'file' }>,
  run: PhotoRun,
): Promise<Blob> | Blob {
  return source.kind === 'still' ? source.still : readFile(source.file, run);
}

async function readFile(file: Blob, { maxBytes, signal }: PhotoRun): Promise<Blob> {
  const { readPicture } = await import('./readPicture');
  return readPicture(file, maxBytes, signal);
}

async function shared(): Promise<Blob> {
  const { takeShared } = await import('./receive');
  return takeShared();
}

/** Also where the sheet was closed meanwhile: the photo was looked at. */
async function keep(looked: Looked): Promise<Kept> {
  try {
    const { keepPhoto } = await import('./gallery');
    return await keepPhoto(looked);
  } catch {
    return 'barred';
  }
}

type KeptSource = Extract<PhotoSource, { kind: 'kept' }>;

async function showKept(
  source: KeptSource,
  signal: AbortSignal,
  show: (photo: PhotoFacts) => void,
): Promise<PhotoSource> {
  const { openPhoto } = await import('./gallery');
  const found = await openPhoto(source.id);
  if (!found) throw new Failure('photo_gone');
  const drawn = await drawPhoto(found.photo, found.result);
  const at = new Date(Number.parseInt(source.id, 10));
  show({ ...doneWith({ ...found, drawn, at }, blobUrl(found.photo, signal), signal), kept: 'kept' });
  return source;
}

type Shown = KeptPhoto & { drawn: Blob; at: Date };

function doneWith({ result, drawn, at }: Shown, bareUrl: string, signal: AbortSignal): PhotoDone {
  const pictures = photoPictures(result.outputs).map(({ file, ...picture }) => ({
    ...picture,
    url: blobUrl(file, signal),
  }));
  const found = foundIn(result);
  const url = blobUrl(drawn, signal);
  return { phase: 'done', url, bareUrl, file: photoFile(drawn, at), found, pictures, kept: null };
}

function foundIn(result: Result): PhotoFound {
  const things = result.things.map((thing) => {
    const { name, text = null, confidence } = thing;
    return { name: classInWords(name), tag: tagOf(thing), text, confidence, thing };
  });
  return {
    things,
    frame: result.frame,
    seen: seenInPhoto(result),
    textOf: (output) => textOf(result, output),
  };
}

/** A blob URL that lives as long as its run: until the sheet closes or the next photo begins. */
function blobUrl(blob: Blob, signal: AbortSignal): string {
  const url = URL.createObjectURL(blob);
  const revoke = () => URL.revokeObjectURL(url);
  if (signal.aborted) revoke();
  else signal.addEventListener('abort', revoke, { once: true });
  return url;
}

/** @param at when it was looked at */
function photoFile(blob: Blob, at: Date): File {
  const stamp = at.toISOString().slice(0, 19).replaceAll(':', '-');
  return new File([blob], `sightline-${stamp}.jpg`, { type: blob.type });
}
