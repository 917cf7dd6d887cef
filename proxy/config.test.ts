import { describe, expect, it } from 'vitest';
import type { DeploymentConfig } from '../protocol/api';
import type { Env } from './settings/env';
import { TWILIO_ENV, testApp } from './testing';

const COTURN: Env = { COTURN_URLS: 'turn:relay.example:3478', COTURN_SECRET: 's' };
const OWN_MACHINE = 'turn:127.0.0.1:3478,turn:[::1]:3478,turns:localhost:5349';
const CLOUDFLARE: Env = { CLOUDFLARE_TURN_KEY_ID: 'k', CLOUDFLARE_TURN_API_TOKEN: 't' };
/** What a visitor on this machine is told. No server answers here. */
const told = async (env: Env) => {
  const refuse = { fetch: () => Promise.reject(new Error('nobody')) };
  return (await testApp(env, refuse).ask('/v1/config')).body as DeploymentConfig;
};
const LOCAL: Env = { ROBOFLOW_SERVER_URL: 'http://127.0.0.1:9001' };
const HOSTED: Env = { ROBOFLOW_API_KEY: 'k', ROBOFLOW_WORKSPACE: 'w' };
const NO_ACCURATE = /^ACCURATE_WORKFLOW_ID is missing\. The embedded worker has one/;
const lacking = (reason: RegExp) => ({ available: false, reason: expect.stringMatching(reason) });

describe('enhanced', () => {
  it.each([
    [{ ...COTURN, ...CLOUDFLARE, ...TWILIO_ENV }, 'twilio', 'all'],
    [{ ...COTURN, ...CLOUDFLARE }, 'cloudflare', 'all'],
    [COTURN, 'coturn', 'all'],
    [{ ...COTURN, ...TWILIO_ENV, ENHANCED_TURN: 'coturn' }, 'coturn', 'all'],
    [{ ...COTURN, COTURN_URLS: OWN_MACHINE }, 'coturn', 'relay'],
    [{ ...COTURN, COTURN_URLS: 'turn:127.0.0.1:3478,turn:192.168.1.5:3478' }, 'coturn', 'all'],
  ] as [Env, string, string][])('%j offers %s, policy %s', async (env, provider, iceTransportPolicy) => {
    expect((await told(env)).enhanced).toEqual({ available: true, provider, iceTransportPolicy });
  });

  it.each([
    [{}, /^No relay is configured\. Set the keys/],
    [{ TWILIO_ACCOUNT_SID: TWILIO_ENV.TWILIO_ACCOUNT_SID }, /^No relay is configured/],
    [{ ENHANCED_TURN: 'twilio', ...COTURN }, /^TWILIO_ACCOUNT_SID is missing/],
    [{ ENHANCED_TURN: 'metered' }, /^ENHANCED_TURN is malformed: .+ Correct it\.$/],
    [{ COTURN_URLS: 'http://x', COTURN_SECRET: 's' }, /^COTURN_URLS is malformed/],
    [{ ...TWILIO_ENV, TWILIO_ACCOUNT_SID: 'AC1' }, /^TWILIO_ACCOUNT_SID is malformed/],
  ] as [Env, RegExp][])('%j says why not', async (env, reason) => {
    expect((await told(env)).enhanced).toEqual(lacking(reason));
  });
});

describe('workflows', () => {
  it.each([
    [{ ...LOCAL, FAST_WORKFLOW_ID: 'f' }, 'fast', 'f'],
    [{ ...HOSTED, FAST_WORKFLOW_ID: 'f', ACCURATE_WORKFLOW_ID: 'a' }, 'accurate', 'a'],
  ] as [Env, 'fast' | 'accurate', string][])('%j offers %s', async (env, name, id) => {
    expect((await told(env)).workflows[name]).toEqual({ available: true, id, inputs: [] });
  });

  it.each([
    [{ ...HOSTED }, 'fast', /^FAST_WORKFLOW_ID is missing/],
    [{ FAST_WORKFLOW_ID: 'f' }, 'fast', /^ROBOFLOW_API_KEY is missing/],
    [{ FAST_WORKFLOW_ID: 'f', ROBOFLOW_API_KEY: 'k' }, 'fast', /^ROBOFLOW_WORKSPACE is missing/],
    [{ ...HOSTED, FAST_WORKFLOW_ID: 'f' }, 'accurate', /^ACCURATE_WORKFLOW_ID is missing/],
    [{ ...LOCAL, FAST_WORKFLOW_ID: 'f' }, 'accurate', NO_ACCURATE],
    [{ ...LOCAL, ROBOFLOW_SERVER_URL: 'http://192.168.0.9:9001' }, 'accurate', NO_ACCURATE],
    [{ ...HOSTED, FAST_WORKFLOW_ID: '../x' }, 'fast', /^FAST_WORKFLOW_ID is malformed/],
  ] as [Env, 'fast' | 'accurate', RegExp][])('%j says why there is no %s', async (env, name, reason) => {
    expect((await told(env)).workflows[name]).toEqual(lacking(reason));
  });
});

it('is the page’s whole knowledge of the deployment, and no secret is in it', async () => {
  const env = { ...HOSTED, ...TWILIO_ENV, FAST_WORKFLOW_ID: 'f', ROBOFLOW_API_KEY: 'c4n4ry' };
  const { body } = await testApp(env).ask('/v1/config');
  expect(body).toMatchObject({
    plans: { standard: 'webrtc-gpu-small', enhanced: 'webrtc-gpu-medium' },
    access: 'none',
    limits: { sessionSeconds: 600, photoBytes: 4_194_304, offerBytes: 65_536 },
  } satisfies Partial<DeploymentConfig>);
  expect(JSON.stringify(body)).not.toMatch(/c4n4ry|token-of-a-test|AC0123/);
});
