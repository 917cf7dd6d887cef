/** The thread's own file: finds and reads text in one picture at a time. */
import { workerData } from 'node:worker_threads';
import type { Size } from '../../media/upright';
import type { VideoFrame } from '../../media/wrtc';
import { readPicture } from '../photos/picture';
import { serve } from '../threads/serve';
import { fromFrame, fromPicture } from './planes';
import { FRAME, PHOTO, type Text, type TextFiles, TextModel } from './text-model';

export type TextJob = { kind: 'frame'; frame: VideoFrame } | { kind: 'photo'; bytes: Uint8Array };
export type TextThreadData = { files: TextFiles; keepsMemory: boolean };
/** The upright picture's size, and lines in px of it. */
export type TextAnswer = Size & Text;

let isEnding = false;

function refuseWhileEnding(): void {
  if (isEnding) throw new Error('The worker is shutting down.');
}

const { files, keepsMemory } = workerData.data as TextThreadData;
const model = await TextModel.open(files, keepsMemory);
serve<TextJob, TextAnswer>(
  async (job) => {
    const source = job.kind === 'photo' ? fromPicture(await readPicture(job.bytes)) : fromFrame(job.frame);
    const text = await model.look(source, job.kind === 'photo' ? PHOTO : FRAME, refuseWhileEnding);
    return { ...source.size, ...text };
  },
  {
    onEnding: () => {
      isEnding = true;
    },
  },
);
