import { ApiError } from '../errors';
import { isLocal } from '../hosts';
import { type Env, missing, setting, urlSetting } from '../settings/env';

export type WorkerServer = {
  /** Without a trailing slash. */
  url: string;
  /** On this machine or its network: the embedded worker, or an inference server of one's own. */
  local: boolean;
  apiKey: string | undefined;
};

/**
 * The inference server of this deployment. A local one demands a key for a named workflow too
 * (inference_pipeline.py:703), and takes the word "local" for one (roboflow_api.py:97).
 * @throws ApiError `not_configured` where a variable is malformed.
 */
export function workerServer(env: Env): WorkerServer {
  const url = urlSetting(env, 'ROBOFLOW_SERVER_URL') ?? 'https://serverless.roboflow.com';
  const local = isLocal(new URL(url).hostname);
  return { url, local, apiKey: setting(env, 'ROBOFLOW_API_KEY') ?? (local ? 'local' : undefined) };
}

/** Workspace whose workflows run; "local" is how a local server names its own (roboflow_api.py:1631). */
export function workspaceOf(env: Env, { local }: WorkerServer): string | undefined {
  return setting(env, 'ROBOFLOW_WORKSPACE') ?? (local ? 'local' : undefined);
}

/** Server and key, both present.
 * @throws ApiError `not_configured` */
export function keyedServer(env: Env): { url: string; apiKey: string } {
  const { url, apiKey } = workerServer(env);
  if (!apiKey) throw new ApiError('not_configured', missing('ROBOFLOW_API_KEY'));
  return { url, apiKey };
}
