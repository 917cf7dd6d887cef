/** One photo to the proxy, and what it sees in it. Masks end here: whoever asks gets outlines, in `points` (proxy/inference/photo.ts says why
 * they are not made there). */
import { type ApiAnswers, ROUTES, type WorkflowName } from '../../protocol/api';
import { type Prediction, photoPredictions } from '../../protocol/result';
import { failureFromBody, unreachable } from '../errors/apiFailure';
import { Failure } from '../errors/failure';
import type { Size } from '../overlay/geometry';
import { anySignal } from '../platform/anySignal';

/** The accurate workflow may start a cold GPU first: this is that and some patience. */
export const PHOTO_DEADLINE_MS = 75_000;

export type PhotoFindings = { frame: Size | null; predictions: Prediction[]; leftOut: number };
export type PhotoRequest = { photo: Blob; workflow: WorkflowName; signal: AbortSignal };
type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** @throws Failure with the proxy's own code, `worker_timeout`, `offline`, `proxy_unreachable` or `proxy_bad_answer` */
export async function inferPhoto(
  fetch: Fetch,
  { photo, workflow, signal }: PhotoRequest,
): Promise<PhotoFindings> {
  const deadline = AbortSignal.timeout(PHOTO_DEADLINE_MS);
  try {
    const response = await fetch(`${ROUTES.infer}?workflow=${workflow}`, {
      method: 'POST',
      headers: { 'Content-Type': photo.type },
      body: photo,
      signal: anySignal([signal, deadline]),
    });
    const body: unknown = await response.json().catch(() => null);
    if (!response.ok) throw failureFromBody(body);
    if (!isAnswer(body)) throw new Failure('proxy_bad_answer');
    return photoPredictions(body.outputs);
  } catch (thrown) {
    if (thrown instanceof Failure) throw thrown;
    throw deadline.aborted ? new Failure('worker_timeout', { cause: thrown }) : unreachable(thrown);
  }
}

function isAnswer(body: unknown): body is ApiAnswers['infer'] {
  return (
    typeof body === 'object' && body !== null && Array.isArray((body as Partial<ApiAnswers['infer']>).outputs)
  );
}
