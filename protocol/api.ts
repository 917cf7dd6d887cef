/**
 * The words between the page and the proxy: routes, codes, shapes. Types and constants only, no code that
 * runs on one side.
 */

export const ROUTES = {
  config: '/v1/config',
  turn: '/v1/webrtc-turn-config',
  offer: '/v1/webrtc-offer',
  infer: '/v1/infer',
  session: '/v1/session',
  share: '/v1/share',
} as const;

export const TURN_PROVIDERS = ['twilio', 'cloudflare', 'coturn', 'roboflow'] as const;
/** Who mints relay credentials for ENH; `${ROUTES.turn}/${provider}` is its route. */
export type TurnProviderName = (typeof TURN_PROVIDERS)[number];

/** W3C RTCIceServer, `urls` always an array: the SDK's type and older workers take nothing else. */
export type IceServer = { urls: string[]; username?: string; credential?: string };
export type TurnConfig = {
  iceServers: IceServer[];
  /**
   * How long (s, from the answer on) the credentials allocate; absent for STUN alone. Not when that ends: the
   * phone's clock may be an hour off the server's.
   */
  expiresInSeconds?: number;
};

/**
 * Every code the proxy may answer with. The page's words and remedies for them stand in
 * `web/words/english.ts`.
 */
export const API_ERROR_CODES = [
  'bad_request',
  'bad_offer',
  'not_found',
  'method_not_allowed',
  'payload_too_large',
  'unsupported_media_type',
  'origin_refused',
  'host_refused',
  'session_required',
  'access_refused',
  'access_unavailable',
  'sign_in_required',
  'sign_in_refused',
  'rate_limited',
  'budget_spent',
  'budget_unavailable',
  'not_configured',
  'access_not_configured',
  'turn_unauthorized',
  'turn_rate_limited',
  'turn_unavailable',
  'turn_bad_answer',
  'turn_timeout',
  'worker_unreachable',
  'worker_timeout',
  'worker_bad_answer',
  'worker_failed',
  'worker_refused_offer',
  'worker_refused_photo',
  'worker_unauthorized',
  'worker_out_of_credits',
  'worker_paused',
  'worker_too_many_streams',
  'worker_plan_unknown',
  'workflow_refused',
  'workflow_failed',
  'workflow_not_found',
  'workflow_not_offered',
  'input_refused',
  'proxy_failed',
] as const;
export type ApiErrorCode = (typeof API_ERROR_CODES)[number];

/**
 * Body of every answer that is not 2xx. `retryAfterMs` travels in the body because the SDK's connector drops
 * headers.
 */
export type ApiErrorBody = { error: { code: ApiErrorCode; message: string; retryAfterMs?: number } };

export type WorkflowName = 'fast' | 'accurate';

/** A value that a visitor may give an input; what is in a list are texts. */
export type InputValue = string | number | boolean | string[];

/** An input of a workflow that visitors may set, and the bounds outside of which the proxy refuses a value. */
export type WorkflowInput = {
  name: string;
  /** `number` may have a fraction. */
  kind: 'text' | 'integer' | 'number' | 'flag' | 'list';
  /** Absent where the server does not say what the workflow takes by itself. */
  default?: InputValue;
  /** Of numbers. */
  min?: number;
  max?: number;
  /** Characters of a text, entries of a list. */
  most?: number;
};

/** An output and its kinds, as the server's `describe_interface` says them; a step's part is `step.part`. */
export type WorkflowOutput = { name: string; kinds: string[] };

/**
 * What is known of a workflow; `outputs` is absent where its server has not said. `classes`: by name, what its model
 * knows; our own worker says them, the hosted one does not.
 */
export type WorkflowFace = { inputs: WorkflowInput[]; outputs?: WorkflowOutput[]; classes?: string[] };

/** One workflow of this deployment, or why there is none. `id` is what goes into `wrtcParams.workflowId`. */
export type WorkflowOffer =
  | {
      available: true;
      id: string;
      inputs?: WorkflowInput[];
      outputs?: WorkflowOutput[];
      classes?: string[];
    }
  | { available: false; reason: string };

/** A further workflow for live sessions without ENH; `name` goes into `wrtcParams.workflow`. */
export type WorkflowChoice = {
  name: string;
  inputs: WorkflowInput[];
  outputs?: WorkflowOutput[];
  classes?: string[];
};

export type EnhancedOffer =
  | {
      available: true;
      provider: TurnProviderName;
      /**
       * 'relay' where the relay stands on the visitor's own machine: direct is always there, and ENH would
       * have nothing to show.
       */
      iceTransportPolicy: 'all' | 'relay';
    }
  | { available: false; reason: string };

/**
 * What a visitor must show before anything that costs the owner money: nothing, a code to type, Cloudflare
 * Turnstile's token, or a sign-in that Cloudflare Access, in front of the deployment, asks for by itself.
 */
export type Access = 'none' | 'code' | 'turnstile' | 'sign_in';

/**
 * The `action` that the page must give the Turnstile widget; the proxy takes no token that was made for
 * another.
 */
export const TURNSTILE_ACTION = 'session';

/**
 * Body of `POST /v1/session`, as `access` asks. The answer sets a cookie that the browser sends by itself
 * from then on, and that every later call renews: only a page that was silent for that long has to bring a
 * proof again (`session_required`).
 */
export type SessionRequest = { code: string } | { turnstileToken: string };
type SessionAnswer = { expiresInSeconds: number };

/**
 * What the page may add to the SDK's `wrtcParams`: the newest `context.lineage` that an answer of this visit
 * carried, a signed receipt of the time that its dials have paid for. A dial with it, whether it recovers or
 * renews, takes of the visitor's minutes the time it adds. Opaque; there only where the deployment keeps
 * budgets. A wrong or stale one does no harm: the dial pays as a first one does.
 */
export type LineageParam = { lineage?: string };
/**
 * `wrtcParams` besides the SDK's own: the camera's frames a second, without which a server's trackers guess
 * at every frame.
 */
export type RateParam = { declaredFps?: number };
/**
 * `wrtcParams` besides the SDK's own: the picture that the workflow draws comes back as video. A string names
 * its output (`PICTURE_NAME`), `true` leaves the choice to the worker: the first that is a picture. Absent: no
 * video comes back.
 * A workflow by its name in `choices`, in place of `workflowId`; a session with the plan of ENH runs the fast
 * one whatever it says. The values of inputs travel in the SDK's own `workflowsParameters`.
 */
export type PictureParam = { picture?: string | true };
/** Names of outputs that may be asked for: letters and digits of any script, `_`, `-` and single spaces. */
export const PICTURE_NAME = /^(?=.{1,64}$)[\p{L}\p{N}_-]+(?: [\p{L}\p{N}_-]+)*$/u;
export type ChoiceParam = { workflow?: string };
/** `context` of the answer to an offer. */
export type OfferContext = { request_id: string | null; pipeline_id: string | null; lineage?: string };

/** `GET /v1/config`: what this deployment offers. No secrets. */
export type DeploymentConfig = {
  enhanced: EnhancedOffer;
  workflows: Record<WorkflowName, WorkflowOffer>;
  /** Further workflows that a person may choose from; none in most deployments. */
  choices: WorkflowChoice[];
  plans: { standard: string; enhanced: string };
  /** Which proof the visitor must bring to `POST /v1/session` first; 'none' where the deployment is open. */
  access: Access;
  /**
   * Public key for the widget; there where `access` is 'turnstile' and the deployment is configured for it.
   */
  turnstileSiteKey?: string;
  /** A name for the visitor's network that tells nothing about it; null where the edge cannot say. */
  network: string | null;
  limits: { sessionSeconds: number; photoBytes: number; offerBytes: number };
};

/**
 * `POST /v1/infer` takes the photo's bytes (image/jpeg, image/png or image/webp) and
 * `?workflow=fast|accurate`.
 */
export type InferAnswer = { outputs: Record<string, unknown>[] };

/** Body of the answer to `POST /v1/webrtc-offer`: the worker's, and what the proxy adds to its context. */
type OfferAnswer = { sdp: string; type: 'answer'; context: OfferContext };

/**
 * What each route answers with where all is well. proxy/routes.test-d.ts holds what the proxy really sends
 * against it, type by type; the page reads its answers as these, so neither can move alone.
 */
export type ApiAnswers = {
  config: DeploymentConfig;
  turn: TurnConfig;
  offer: OfferAnswer;
  infer: InferAnswer;
  session: SessionAnswer;
};
