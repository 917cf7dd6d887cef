import { expect, it } from 'vitest';
import { initialiseRequest } from '../../protocol/worker';
import { Refusal } from '../errors';
import { parseBody } from './schema-errors';

const good = {
  api_key: 'secret-key',
  workflow_configuration: { type: 'WorkflowConfiguration', workspace_name: 'w', workflow_id: 'fast' },
  webrtc_offer: { type: 'offer', sdp: 'v=0 secret-sdp' },
};

function refusalOf(changes: Record<string, unknown>) {
  try {
    parseBody(initialiseRequest, { ...good, ...changes });
  } catch (error) {
    if (error instanceof Refusal) return { status: error.status, body: JSON.stringify(error.body) };
    throw error;
  }
  return expect.unreachable();
}

it('fills in the defaults of the hosted worker', () => {
  expect(parseBody(initialiseRequest, good)).toMatchObject({
    processing_timeout: 3600,
    requested_plan: 'webrtc-gpu-small',
    webrtc_realtime_processing: true,
    workflow_configuration: { image_input_name: 'image' },
  });
});

it.each([
  [{ webrtc_offer: undefined }, 'missing', ['body', 'webrtc_offer']],
  [{ webrtc_offer: { type: 'offer' } }, 'missing', ['body', 'webrtc_offer', 'sdp']],
  [{ api_key: 7 }, 'string_type', ['body', 'api_key']],
  [{ workflow_configuration: { type: 'X' } }, 'literal_error', ['body', 'workflow_configuration', 'type']],
  [{ data_output: ['a', 5] }, 'string_type', ['body', 'data_output', 1]],
  [{ processing_timeout: 1.5 }, 'int_from_float', ['body', 'processing_timeout']],
])('answers %j as FastAPI would', (changes, type, loc) => {
  const { status, body } = refusalOf(changes);
  expect(status).toBe(422);
  expect(JSON.parse(body)).toMatchObject({ detail: [{ type, loc }] });
});

it('echoes a wrong number, and never a key or an SDP', () => {
  expect(refusalOf({ processing_timeout: 1.5 }).body).toContain('"input":1.5');
  const { body } = refusalOf({ webrtc_offer: 'v=0 secret-sdp', workflow_configuration: 'secret-key' });
  expect(body).not.toContain('secret');
});
