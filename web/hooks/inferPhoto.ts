/** One photo to the proxy, and what it sees in it. */
import { type InferAnswer, ROUTES, type WorkflowName } from '../../protocol/api';
import { type Prediction, photoPredictions } from '../../protocol/result';
import { failureFromBody, unreachable } from '../errors/apiFailure';
import { Failure } from '../errors/failure';
import type { Size } from '../overlay/geometry';

/** The accurate workflow may start a cold GPU first: this is that and some patience. */
export const PHOTO_DEADLINE_MS = 75_000;

export type PhotoFindings = { frame: Size | null; predictions: Prediction[] };
export type PhotoRequest = { photo: Blob; workflow: WorkflowName; origin: string; signal: AbortSignal };
type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** @throws Failure with the proxy's own code, `worker_timeout`, `offline`, `proxy_unreachable` or `proxy_bad_answer` */
export async function inferPhoto(
  fetch: Fetch,
  { photo, workflow, origin, signal }: PhotoRequest,
): Promise<PhotoFindings> {
  const call = new AbortController();
  const deadline = AbortSignal.timeout(PHOTO_DEADLINE_MS);
  // Not AbortSignal.any: Safari has that from 17.4 on only.
  for (const cause of [signal, deadline]) cause.addEventListener('abort', () => call.abort(), { once: true });
  try {
    const response = await fetch(`${origin}${ROUTES.infer}?workflow=${workflow}`, {
      method: 'POST',
      headers: { 'Content-Type': photo.type },
      body: photo,
      signal: call.signal,
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

function isAnswer(body: unknown): body is InferAnswer {
  return typeof body === 'object' && body !== null && Array.isArray((body as Partial<InferAnswer>).outputs);
}
