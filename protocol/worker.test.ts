import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { controlMessage, initialiseAnswer, initialiseRequest } from './worker';

const smallest = {
  workflow_configuration: { type: 'WorkflowConfiguration' },
  webrtc_offer: { type: 'offer', sdp: 'v=0' },
};

describe('the request of the worker', () => {
  it('needs a workflow and an offer alone, and fills in what the hosted one would', () => {
    expect(v.parse(initialiseRequest, smallest)).toMatchObject({
      webrtc_realtime_processing: true,
      processing_timeout: 3600,
      requested_plan: 'webrtc-gpu-small',
      workflow_configuration: { image_input_name: 'image' },
    });
  });

  it.each([
    ['a fraction of a second', { ...smallest, processing_timeout: 1.5 }],
    ['no offer', { workflow_configuration: smallest.workflow_configuration }],
    ['another kind of configuration', { ...smallest, workflow_configuration: { type: 'Other' } }],
    ['an ICE server without URLs', { ...smallest, webrtc_config: { iceServers: [{ username: 'a' }] } }],
  ])('refuses %s', (_what, request) => {
    expect(v.safeParse(initialiseRequest, request).success).toBe(false);
  });

  it('takes URLs as a list and, from newer clients, as one string', () => {
    const iceServers = [{ urls: ['stun:a'] }, { urls: 'stun:b', username: null }];
    expect(v.safeParse(initialiseRequest, { ...smallest, webrtc_config: { iceServers } }).success).toBe(true);
  });
});

it('takes an answer with a session description only', () => {
  expect(v.safeParse(initialiseAnswer, { type: 'answer', sdp: 'v=0\r\n' }).success).toBe(true);
  expect(v.safeParse(initialiseAnswer, { type: 'answer', sdp: '<html>' }).success).toBe(false);
  expect(v.safeParse(initialiseAnswer, { type: 'offer', sdp: 'v=0\r\n' }).success).toBe(false);
});

it('takes control messages with unknown keys, and refuses a broken acknowledgement', () => {
  expect(v.parse(controlMessage, { data_output: ['*'], other: 1 })).toEqual({ data_output: ['*'] });
  expect(v.safeParse(controlMessage, { ack: 1.5 }).success).toBe(false);
});
