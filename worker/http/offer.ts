/** `POST /initialise_webrtc_worker`: an offer in, an answer out, and a session that runs from then on. */
import type { IncomingMessage } from 'node:http';
import { type InitialiseAnswer, type InitialisedRequest, initialiseRequest } from '../../protocol/worker';
import { internalError, urlRefused } from '../errors';
import { checkOutputNames } from '../results/outputs';
import type { WorkflowRequest } from '../workflows/types';
import { readJson } from './body';
import { checkKey, resolveKey } from './keys';
import { parseBody } from './schema-errors';
import type { Services } from './services';

const MAX_OFFER_BYTES = 1024 * 1024;

export async function handleOffer(
  request: IncomingMessage,
  services: Services,
  signal: AbortSignal,
): Promise<InitialiseAnswer> {
  const body = parseBody(initialiseRequest, await readJson(request, MAX_OFFER_BYTES));
  if (body.rtsp_url) throw urlRefused('rtsp_url');
  if (body.mjpeg_url) throw urlRefused('mjpeg_url');
  const workflow = toWorkflowRequest(body);
  const { outputs } = findWorkflow(request, body, workflow, services);
  checkOutputNames('data_output', body.data_output, outputs);
  checkOutputNames('stream_output', body.stream_output, outputs);
  // The hosted worker breaks on a timeout of 0 as well; a session that is over before it begins helps nobody.
  if (body.processing_timeout <= 0) throw internalError('processing_timeout is not above 0.');

  const sdp = await services.sessions.withPlace(async (place) => {
    await services.coldStart.wait(signal);
    const options = {
      offer: body.webrtc_offer,
      iceServers: toIceServers(body, services.settings.stunUrl),
      workflow,
      dataOutput: body.data_output ?? null,
      streamOutput: body.stream_output ?? null,
      declaredFps: body.declared_fps ?? null,
      processingTimeout: body.processing_timeout,
      realtime: body.webrtc_realtime_processing,
    };
    return services.sessions.open(place, options, signal);
  });
  return { status: 'success', context: { request_id: null, pipeline_id: null }, sdp, type: 'answer' };
}

function toWorkflowRequest({ workflow_configuration }: InitialisedRequest): WorkflowRequest {
  const { workflow_specification, workspace_name, workflow_id, workflows_parameters } =
    workflow_configuration;
  return {
    specification: workflow_specification,
    workspace: workspace_name,
    id: workflow_id,
    parameters: workflows_parameters,
  };
}

function findWorkflow(
  request: IncomingMessage,
  { api_key }: InitialisedRequest,
  wanted: WorkflowRequest,
  { settings, registry }: Services,
) {
  const isNamed = !wanted.specification && Boolean(wanted.workspace && wanted.id);
  checkKey(resolveKey(request, api_key), settings.apiKeys, isNamed);
  return registry.find(wanted);
}

/** The legacy field outranks the new one, as in the hosted worker (webrtc_worker/__init__.py:38-47). */
function toIceServers(body: InitialisedRequest, stunUrl: string | null): RTCIceServer[] {
  if (body.webrtc_turn_config) return [body.webrtc_turn_config];
  const given = body.webrtc_config?.iceServers ?? [];
  if (given.length === 0) return stunUrl ? [{ urls: [stunUrl] }] : [];
  return given.map(({ urls, username, credential }) => ({
    urls,
    ...(username ? { username } : {}),
    ...(credential ? { credential } : {}),
  }));
}
