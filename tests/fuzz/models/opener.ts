/** Opens one model after the other as a detection thread does: ONNX Runtime may take its process down. */
import { answerQuestions } from '../../../kit/process/forked';
import { readModelFile } from '../../../worker/detect/objects/model/file';
import { ObjectModel } from '../../../worker/detect/objects/model/object-model';
import { ModelRefused } from '../../../worker/detect/objects/model/refused';

export type Asked = { path: string; labels: string | null };
export type Opened = { outcome: 'read' | 'refused' | 'thrown'; words: string; ms: number };

async function open({ path, labels }: Asked): Promise<Omit<Opened, 'ms'>> {
  try {
    const file = await readModelFile(path, labels);
    const { facts } = await ObjectModel.open(file, { confidence: 0.4, iou: 0.45 });
    return { outcome: 'read', words: facts.head };
  } catch (error) {
    if (error instanceof ModelRefused) return { outcome: 'refused', words: error.message };
    return {
      outcome: 'thrown',
      words: error instanceof Error ? (error.stack ?? error.message) : String(error),
    };
  }
}

answerQuestions(async (asked: Asked): Promise<Opened> => {
  const startMs = performance.now();
  return { ...(await open(asked)), ms: performance.now() - startMs };
});
