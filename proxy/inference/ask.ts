import * as v from 'valibot';
import type { InferAnswer } from '../../protocol/api';
import { type InitialiseAnswer, type InitialiseRequest, initialiseAnswer } from '../../protocol/worker';
import type { Asking } from '../context';
import { ApiError } from '../errors';
import { postJson, type Reply } from '../http/upstream';
import type { Env } from '../settings/env';
import { type Asked, workerFailure } from './failure';
import { keyedServer } from './server';
import type { Runnable } from './workflows';

const context = v.fallback(
  v.object({ request_id: v.nullable(v.string()), pipeline_id: v.nullable(v.string()) }),
  { request_id: null, pipeline_id: null },
);
const workerAnswer = v.object({
  ...initialiseAnswer.entries,
  context: v.optional(context, context.fallback),
});
const photoAnswer = v.object({ outputs: v.array(v.record(v.string(), v.unknown())) });

/** Carries the offer to the worker. A cold GPU takes up to a minute.
 * @throws ApiError `worker_*` or `workflow_*` */
export async function askForSession(
  env: Env,
  request: InitialiseRequest,
  asking: Asking,
): Promise<Omit<InitialiseAnswer, 'status'>> {
  const url = `${keyedServer(env).url}/initialise_webrtc_worker`;
  return read(
    'session',
    workerAnswer,
    await postToWorker(url, request, asking, asking.deps.deadlines.offerMs),
  );
}

/**
 * One photo through one workflow (inference v1.5.0, http_api.py:2230: `POST /{workspace}/workflows/{id}`, and
 * `/workflows/run` for one that is sent along).
 */
export async function askForPhoto(
  env: Env,
  workflow: Runnable,
  photo: string,
  asking: Asking,
): Promise<InferAnswer> {
  const { url, apiKey } = keyedServer(env);
  const body = { api_key: apiKey, inputs: { image: { type: 'base64', value: photo } } };
  const sent = 'specification' in workflow ? { ...body, specification: workflow.specification } : body;
  const address = `${url}/${'id' in workflow ? `${workflow.workspace}/workflows/${workflow.id}` : 'workflows/run'}`;
  return read('photo', photoAnswer, await postToWorker(address, sent, asking, asking.deps.deadlines.inferMs));
}

/** @throws ApiError `worker_timeout` or `worker_unreachable` */
export function postToWorker(url: string, body: unknown, asking: Asking, deadlineMs: number): Promise<Reply> {
  const codes = { timeout: 'worker_timeout', unreachable: 'worker_unreachable' } as const;
  return postJson(url, body, { ...asking, deadlineMs, codes });
}

function read<S extends v.GenericSchema>(asked: Asked, schema: S, reply: Reply): v.InferOutput<S> {
  if (reply.status !== 200) throw workerFailure(asked, reply);
  const parsed = v.safeParse(schema, reply.body);
  if (!parsed.success) throw new ApiError('worker_bad_answer');
  return parsed.output;
}
