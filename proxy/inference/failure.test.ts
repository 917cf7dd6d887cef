import { describe, expect, it } from 'vitest';
import type { ApiErrorCode } from '../../protocol/api';
import { type Asked, workerFailure } from './failure';

const damaged = { message: 'The photo cannot be decoded: premature end of JPEG image.' };
/** As inference 1.8.3 sends it for a block that throws. */
const broke = {
  message: 'Error in line 2, in run: ValueError: the lens cap is on',
  error_type: 'DynamicBlockCodeError',
  context: 'dynamic_block_code_execution',
};
const step = {
  message: 'x',
  error_type: 'StepExecutionError',
  context: 'workflow_execution | step_execution',
};
const input = {
  message: 'x',
  error_type: 'RuntimeInputError',
  context: 'workflow_execution | runtime_input_validation',
};
/**
 * A JPEG that cannot be decoded, as 1.8.3 answers it; a PNG, a WebP and one of no bytes at all come out the
 * same.
 */
const unreadable = {
  message:
    'Failed to assemble `image`. Could not successfully use any deserializer for declared kinds. Details: \nKind: `image` - Error: Detected runtime parameter `image` defined as `WorkflowImage` that is invalid. Failed on input validation. Details: NumPy image type is not supported in this configuration of `inference`.',
  error_type: 'RuntimeInputError',
  context: 'workflow_execution | runtime_input_validation',
  inner_error_type: null,
  inner_error_message: 'None',
};
/** A workflow that calls its picture `frame`, and one that wants a parameter more. */
const otherInput = {
  ...unreadable,
  message:
    "Detected runtime parameter `frame` defined as `WorkflowImage` (of kind `['image']`), but value is not provided.",
};
const parameter = {
  ...unreadable,
  message:
    'Provided input is incompatible with manifest of step line regarding property line_segment provided in input parameter named line. Details available in inner error object.',
  inner_error_type: 'ValidationError',
};
const output = {
  message:
    "Requested Workflow output serialization, but for output `crops` which evaluates into Python type: <class 'WorkflowImageData'> cannot successfully apply any of registered serializers.",
  error_type: 'ExecutionEngineRuntimeError',
  context: 'workflow_execution | output_construction',
};
const syntax = { message: 'x', error_type: 'WorkflowSyntaxError', context: 'workflow_compilation' };
const internal = { message: 'Internal error.' };

describe('a failure is named after the call that failed', () => {
  it.each<[Asked, number, unknown, ApiErrorCode]>([
    ['photo', 400, damaged, 'worker_refused_photo'],
    ['session', 400, damaged, 'worker_refused_offer'],
    ['photo', 422, { detail: [] }, 'worker_refused_photo'],
    ['session', 422, { detail: [] }, 'worker_refused_offer'],
    ['photo', 400, broke, 'workflow_failed'],
    ['photo', 500, step, 'workflow_failed'],
    ['session', 500, step, 'workflow_failed'],
    ['photo', 400, input, 'workflow_refused'],
    ['photo', 400, unreadable, 'worker_refused_photo'],
    ['photo', 400, otherInput, 'workflow_refused'],
    ['photo', 400, parameter, 'workflow_refused'],
    ['photo', 500, output, 'workflow_failed'],
    ['session', 400, unreadable, 'workflow_refused'],
    ['session', 400, syntax, 'workflow_refused'],
    ['photo', 500, internal, 'worker_failed'],
    ['photo', 500, '<html>', 'worker_failed'],
    ['photo', 413, { error_type: 'PayloadTooLargeError', message: 'x' }, 'payload_too_large'],
    ['photo', 429, internal, 'rate_limited'],
    ['session', 429, internal, 'worker_too_many_streams'],
    ['photo', 502, internal, 'worker_failed'],
    ['session', 502, internal, 'worker_plan_unknown'],
    ['session', 400, { message: 'x', error_type: 'WebRTCConfigurationError' }, 'worker_refused_offer'],
    ['photo', 400, { message: 7, error_type: null, context: {} }, 'worker_refused_photo'],
    ['photo', 400, null, 'worker_refused_photo'],
    ['photo', 418, '', 'worker_bad_answer'],
  ])('%s, %i %j: %s', (asked, status, body, code) => {
    expect(workerFailure(asked, { status, body }).code).toBe(code);
  });

  it('says when to come back where the worker does not', () => {
    expect(workerFailure('photo', { status: 429, body: null }).retryAfterMs).toBe(2_000);
    expect(workerFailure('session', { status: 429, body: null, retryAfterMs: 500 }).retryAfterMs).toBe(500);
  });

  it('keeps what the worker said to itself', () => {
    const { message } = workerFailure('photo', { status: 400, body: broke });
    expect(message).not.toContain('lens cap');
  });
});
