/**
 * The words of the inference worker: what `POST /initialise_webrtc_worker` takes and answers.
 * Source: Roboflow `inference` v1.5.0, core/interfaces/webrtc_worker/entities.py.
 */
import * as v from 'valibot';

const iceServer = v.object({
  // Tags 0.64.8 to 1.2.0 of the server refuse a plain string here, so we always send arrays; servers from
  // 1.3.1 on take both.
  urls: v.union([v.string(), v.array(v.string())]),
  username: v.nullish(v.string()),
  credential: v.nullish(v.string()),
});

const workflowConfiguration = v.object({
  type: v.literal('WorkflowConfiguration'),
  workflow_specification: v.nullish(v.record(v.string(), v.unknown())),
  workspace_name: v.nullish(v.string()),
  workflow_id: v.nullish(v.string()),
  workflow_version_id: v.nullish(v.string()),
  image_input_name: v.nullish(v.string(), 'image'),
  workflows_parameters: v.nullish(v.record(v.string(), v.unknown())),
  disable_sinks: v.nullish(v.boolean(), false),
  workflows_thread_pool_workers: v.nullish(v.pipe(v.number(), v.integer()), 4),
  execution_engine_thread_pool_workers: v.nullish(v.pipe(v.number(), v.integer()), 4),
  cancel_thread_pool_tasks_on_exit: v.nullish(v.boolean(), true),
  video_metadata_input_name: v.nullish(v.string(), 'video_metadata'),
});

/**
 * The request of `POST {server}/initialise_webrtc_worker`. `processing_timeout` is whole seconds: a fraction
 * is refused.
 */
export const initialiseRequest = v.object({
  api_key: v.nullish(v.string()),
  workflow_configuration: workflowConfiguration,
  webrtc_offer: v.object({ type: v.string(), sdp: v.string() }),
  webrtc_config: v.nullish(v.object({ iceServers: v.array(iceServer) })),
  // Older than webrtc_config, which it outranks. A list too, since 1.3.1.
  webrtc_turn_config: v.nullish(
    v.object({
      urls: v.union([v.string(), v.array(v.string())]),
      username: v.string(),
      credential: v.string(),
    }),
  ),
  webrtc_realtime_processing: v.nullish(v.boolean(), true),
  stream_output: v.nullish(v.array(v.nullable(v.string()))),
  data_output: v.nullish(v.array(v.nullable(v.string()))),
  declared_fps: v.nullish(v.number()),
  rtsp_url: v.nullish(v.string()),
  mjpeg_url: v.nullish(v.string()),
  processing_timeout: v.nullish(v.pipe(v.number(), v.integer()), 3600),
  requested_plan: v.nullish(v.string(), 'webrtc-gpu-small'),
  requested_gpu: v.nullish(v.string()),
  requested_region: v.nullish(v.string()),
});

/** What a client may write. */
export type InitialiseRequest = v.InferInput<typeof initialiseRequest>;
/** What the worker reads, defaults filled in. */
export type InitialisedRequest = v.InferOutput<typeof initialiseRequest>;

/** The 200 of the same route. `pipeline_id` is always null: a session ends by closing the peer. */
export type InitialiseAnswer = {
  status: 'success';
  context: { request_id: string | null; pipeline_id: string | null };
  sdp: string;
  type: 'answer';
};

export const initialiseAnswer = v.object({
  sdp: v.pipe(v.string(), v.startsWith('v=0')),
  type: v.literal('answer'),
});

/** Client → worker, as text on the data channel. Absent or null leaves a mode as it was. */
export const controlMessage = v.object({
  stream_output: v.nullish(v.array(v.nullable(v.string()))),
  data_output: v.nullish(v.array(v.nullable(v.string()))),
  ack: v.nullish(v.pipe(v.number(), v.integer())),
});
export type ControlMessage = v.InferOutput<typeof controlMessage>;

/** The body of a failure that is not the schema's: `error_type` stands on some of them only. */
export type WorkerErrorBody = { message: string; error_type?: string };

/** The 422 of the request schema (FastAPI). */
export type WorkerSchemaErrorBody = {
  detail: { type: string; loc: (string | number)[]; msg: string; input?: unknown }[];
};
