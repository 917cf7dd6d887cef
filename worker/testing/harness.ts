/** Workers and clients of one test file, all ended with it. */
import { afterAll, afterEach, vi } from 'vitest';
import { SIGNS } from '../../kit/stack/signs';
import type { InitialiseRequest } from '../../protocol/worker';
import { readSettings } from '../env';
import { type RunningWorker, startWorker } from '../start';
import { post, requestFor, TestClient } from './client';

// Real peers and threads: on a busy machine a dial alone takes seconds.
vi.setConfig({ testTimeout: 40_000, hookTimeout: 40_000 });

export const ACTIVE = 'sightline_sessions_active';
export const STARTED = 'sightline_sessions_started_total';

const clients: TestClient[] = [];
const workers: RunningWorker[] = [];

afterEach(() => {
  for (const client of clients.splice(0)) client.close();
});
afterAll(() => Promise.all(workers.splice(0).map((each) => each.close())));

/** A worker with these variables, on a port that the system chooses. */
export async function startWith(env: Record<string, string>): Promise<RunningWorker> {
  const started = await startWorker({ ...readSettings({ ...SIGNS, ...env }), port: 0 });
  workers.push(started);
  return started;
}

export function createClient(label?: string): TestClient {
  const client = new TestClient(label);
  clients.push(client);
  return client;
}

/** An offer that is good in itself, for requests that fail before or because of something else. */
export async function offerOf(changes: Partial<InitialiseRequest> = {}): Promise<InitialiseRequest> {
  return requestFor(await createClient().offer(), changes);
}

export async function postOffer(url: string, body: unknown, init?: RequestInit) {
  const response = await post(`${url}/initialise_webrtc_worker`, body, init);
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}
