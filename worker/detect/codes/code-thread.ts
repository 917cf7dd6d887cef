/** The thread's own file: reads the codes of one picture at a time. */
import { type Size, uprightPoint, uprightSize } from '../../media/upright';
import type { VideoFrame } from '../../media/wrtc';
import { readPicture } from '../photos/picture';
import { serve } from '../threads/serve';
import { type Code, type Effort, loadReader, readLuma, warmUp } from './zxing';

export type CodeJob = { effort: Effort } & (
  | { kind: 'frame'; frame: VideoFrame }
  | { kind: 'photo'; bytes: Uint8Array }
);

/** The upright picture's size, and corners in px of it. */
export type CodeAnswer = Size & { codes: Code[] };

async function readFrame({ width, height, rotation, data }: VideoFrame, effort: Effort): Promise<CodeAnswer> {
  const [stored, orientation] = [
    { width, height },
    { rotation, mirrored: false },
  ];
  const codes = await readLuma(data, stored, effort);
  const upright = codes.map((code) => ({
    ...code,
    corners: code.corners.map((corner) => uprightPoint(corner, stored, orientation)),
  }));
  return { ...uprightSize(stored, orientation), codes: upright };
}

/**
 * By the decoder that all workflows share: one that turns by EXIF, whatever it is typed as, and lays what is
 * transparent on white.
 */
async function readPhoto(file: Uint8Array, effort: Effort): Promise<CodeAnswer> {
  const { data, width, height } = await readPicture(file);
  const luma = new Uint8Array(width * height);
  for (let at = 0; at < luma.length; at += 1) {
    const [red = 0, green = 0, blue = 0] = [data[at * 3], data[at * 3 + 1], data[at * 3 + 2]];
    luma[at] = (red * 77 + green * 150 + blue * 29) >> 8;
  }
  return { width, height, codes: await readLuma(luma, { width, height }, effort) };
}

await loadReader();
await warmUp();
serve((job: CodeJob) =>
  job.kind === 'photo' ? readPhoto(job.bytes, job.effort) : readFrame(job.frame, job.effort),
);
