/** The worker's refusals, in the hosted server's statuses and shapes. Words and remedies are ours. */
import type { WorkerErrorBody, WorkerSchemaErrorBody } from '../protocol/worker';

type StepErrorBody = WorkerErrorBody & {
  context: string;
  inner_error_type: string | null;
  inner_error_message: string | null;
  blocks_errors: BlockError[];
};
type BlockError = {
  block_id: string | null;
  block_type: string | null;
  block_details: string | null;
  property_name: string | null;
  property_details: string | null;
};
type RefusalBody =
  | WorkerErrorBody
  | StepErrorBody
  | WorkerSchemaErrorBody
  | { status: number; message: string }
  | { detail: string };

/**
 * Ends a request with this status and body. The message never holds anything that the client sent in
 * confidence.
 */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly body: RefusalBody,
    readonly headers: Record<string, string> = {},
    /**
     * For the log alone, in a line that holds nothing of the request's own words; null where the body says
     * all there is.
     */
    readonly reason: string | null = null,
  ) {
    super(`refused with ${status}`);
  }
}

const message = (status: number, text: string) => new Refusal(status, { message: text });
const detail = (status: number, text: string, headers?: Record<string, string>) =>
  new Refusal(status, { detail: text }, headers);

export const badRequest = (text: string) => message(400, text);
export const workflowNotFound = (text: string) => message(404, text);
export const keyMissing = () =>
  message(400, 'A named workflow needs an api_key; any non-empty one will do here.');
/** The hosted middleware's own words: clients look for them. */
export const keyRejected = () => new Refusal(401, { status: 401, message: 'Unauthorized api_key' });
/** The hosted server's words, which tell the client nothing: the log has to. @param reason as in Refusal. */
export const internalError = (reason: string) => new Refusal(500, { message: 'Internal error.' }, {}, reason);
const BUSY = 'The worker is busy with other photos. Try again in a moment.';
export const busy = () => message(503, BUSY);
/** While the request is still on its way: what is left of it would be the next one's beginning. */
export const busyHangingUp = () => new Refusal(503, { message: BUSY }, { connection: 'close' });
export const tookTooLong = () => message(503, 'The photo took too long to look at. Send a smaller one.');

export const urlRefused = (field: string) =>
  badRequest(
    `${field} names a URL, and this worker fetches nothing: send the camera as a WebRTC track, a photo as base64.`,
  );

const configurationError = (text: string, reason: string | null = null) =>
  new Refusal(400, { message: text, error_type: 'WebRTCConfigurationError' }, {}, reason);
export const wrongOutputs = (text: string) => configurationError(text);
/**
 * The hosted worker answers 500 here as well; a client that is told what is wrong with its offer can mend it.
 */
export const offerRefused = (why: string) =>
  configurationError(`The offer cannot be answered: ${why}`, `the offer cannot be answered: ${why}`);

export const tooManyStreams = (limit: number) =>
  new Refusal(429, {
    message: `You have reached the maximum of ${limit} concurrent streams.`,
    error_type: 'WorkspaceStreamQuotaError',
  });

export const misdirected = () =>
  detail(
    421,
    'This worker does not go by that name. Ask it at its IP address, or list the name in ALLOWED_HOSTS.',
  );
export const notFound = () => detail(404, 'Not Found');
export const methodNotAllowed = (allow: string) => detail(405, 'Method Not Allowed', { allow });
export const tooLarge = (limitBytes: number) =>
  detail(413, `The request is larger than ${Math.floor(limitBytes / 1024)} KiB.`, { connection: 'close' });

export const unprocessable = (body: WorkerSchemaErrorBody['detail']) => new Refusal(422, { detail: body });

/** A step that cannot go on with what it is given, in the hosted server's shape (error_handlers.py:132-162). */
export function stepFailed({
  step,
  message: text,
}: {
  step: { name: string; type: string };
  message: string;
}) {
  const body: StepErrorBody = {
    message: text,
    error_type: 'StepExecutionError',
    context: 'workflow_execution | step_execution',
    inner_error_type: 'ValueError',
    inner_error_message: text,
    blocks_errors: [
      {
        block_id: step.name,
        block_type: step.type,
        block_details: null,
        property_name: null,
        property_details: text,
      },
    ],
  };
  return new Refusal(500, body);
}

/** A workflow that this worker cannot run; `block` names the step that is to blame, where one is. */
export function workflowSyntaxError(text: string, block?: { id: string; type: string; property?: string }) {
  const blocks: BlockError[] = block
    ? [
        {
          block_id: block.id,
          block_type: block.type,
          block_details: text,
          property_name: block.property ?? null,
          property_details: block.property ? text : null,
        },
      ]
    : [];
  const body: StepErrorBody = {
    message: text,
    error_type: 'WorkflowSyntaxError',
    context: 'workflow_compilation',
    inner_error_type: null,
    inner_error_message: null,
    blocks_errors: blocks,
  };
  return new Refusal(400, body);
}
