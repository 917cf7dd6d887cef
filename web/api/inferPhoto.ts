/**
 * One photo to the proxy, and what it sees in it. Masks end here: whoever asks gets outlines, in `points`
 * (proxy/inference/photo.ts says why they are not made there).
 */
import { type InferAnswer, ROUTES, type WorkflowName } from '../../protocol/api';
import { Failure } from '../errors/failure';
import type { Result } from '../results/kinds/model';
import { readAnswer } from '../results/readResult';
import type { Scope } from '../time/scope';
import { call, type Fetch } from './client';

/** The accurate workflow may start a cold GPU first: this is that and some patience. */
const DEADLINE_MS = 75_000;

/**
 * @throws Failure with the proxy's own code, `worker_timeout`, `offline`, `proxy_unreachable` or
 * `proxy_bad_answer`
 */
export async function inferPhoto(
  fetch: Fetch,
  photo: Blob,
  workflow: WorkflowName,
  scope: Scope,
): Promise<Result> {
  const init = { method: 'POST', headers: { 'Content-Type': photo.type }, body: photo };
  const url = `${ROUTES.infer}?workflow=${workflow}`;
  const answer = await call(fetch, { url, init, deadlineMs: DEADLINE_MS, late: 'worker_timeout' }, scope);
  if (!Array.isArray((answer as Partial<InferAnswer> | null)?.outputs)) throw new Failure('proxy_bad_answer');
  return readAnswer(answer);
}
