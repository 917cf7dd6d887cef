/** A deployment off localhost with a worker that answers, and what a visitor asks of it. */
import type { Artifact } from '../../kit/stack/artifact';
import { startUpstream, type Upstream } from '../../kit/standins/upstream';
import { codeOf, offerInit } from '../../proxy/testing';

type Headers = Record<string, string>;

/** A worker that answers every offer. */
export async function startAnswering(): Promise<Upstream> {
  const worker = await startUpstream();
  worker.answer({ status: 200, body: { sdp: 'v=0', type: 'answer' } });
  return worker;
}

/** With a relay of its own; how visitors get in is the test's to say. */
export const settingsFor = (worker: Upstream) => ({
  SESSION_SECRET: 's'.repeat(32),
  COTURN_URLS: 'turn:127.0.0.1:3478',
  COTURN_SECRET: 'relay-secret',
  ROBOFLOW_SERVER_URL: worker.url,
  FAST_WORKFLOW_ID: 'fast-1',
  WORKER_STUN_URLS: '',
});

/** @returns the answer; the cookie that it sets, or '', and the code of an error */
export async function ask(artifact: Artifact, path: string, init: RequestInit = {}) {
  const response = await artifact.dispatch(`https://sightline.example${path}`, init as never);
  const cookie = response.headers.get('Set-Cookie')?.split(';')[0] ?? '';
  const body: unknown = await response.json();
  return { status: response.status, cookie, code: codeOf(body), body };
}

export const from = (ip: string, headers: Headers = {}) => ({ 'CF-Connecting-IP': ip, ...headers });

export const enter = (artifact: Artifact, code: string, headers: Headers) =>
  ask(artifact, '/v1/session', { method: 'POST', headers, body: JSON.stringify({ code }) });

export function dial(artifact: Artifact, headers: Headers, wrtcParams: object = {}) {
  const init = offerInit(wrtcParams);
  return ask(artifact, '/v1/webrtc-offer', {
    ...init,
    headers: { ...(init.headers as Headers), ...headers },
  });
}
