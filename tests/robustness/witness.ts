/** A client that does everything right: whatever others do, this one goes on getting its results. */
import { afterAll, afterEach, expect } from 'vitest';
import { startProcess, type WorkerProcess } from '../../kit/stack/worker';
import type { InitialiseRequest } from '../../protocol/worker';
import { type Bend, type Received, TestClient } from '../../worker/testing/client';
import { createScene, drawQr } from '../../worker/testing/scene';

export const ACTIVE = 'sightline_sessions_active';
const SCENE = drawQr(createScene(320, 240), 'WITNESS', 60, 60, 5);
/** Codes on request: this suite is about the session, and reads the witness's picture back. */
export const CODES = {
  workflow_configuration: { type: 'WorkflowConfiguration', workspace_name: 'any', workflow_id: 'codes' },
} as const;

const workers: WorkerProcess[] = [];
const clients: TestClient[] = [];
const witnesses: TestClient[] = [];

afterEach(() => {
  for (const client of clients.splice(0)) client.close();
});
afterAll(async () => {
  for (const witness of witnesses.splice(0)) witness.close();
  await Promise.all(workers.splice(0).map((each) => each.stop('SIGKILL')));
});

/** Ended with the test file. */
export async function startWorker(env?: Record<string, string>): Promise<WorkerProcess> {
  const worker = await startProcess(env);
  workers.push(worker);
  return worker;
}

/** A client that its test ends. */
export function createClient(): TestClient {
  const client = new TestClient();
  clients.push(client);
  return client;
}

export async function dial(worker: WorkerProcess, changes: Partial<InitialiseRequest> = {}, bend?: Bend) {
  return createClient().dial(worker.url, { ...CODES, ...changes }, bend);
}

/** Films a code from now on, and has had a first result. Lives as long as the test file. */
export async function callWitness(worker: WorkerProcess, fps = 10): Promise<TestClient> {
  const witness = new TestClient();
  witnesses.push(witness);
  await witness.dial(worker.url, CODES);
  witness.film(() => SCENE, fps);
  await expectService(witness);
  return witness;
}

/** The code is read in a frame that is received from now on. @throws where none comes. */
export async function expectService(witness: TestClient): Promise<void> {
  const from = witness.received.length;
  const seen = await witness.until((one) => textsOf(one).includes('WITNESS'), from);
  expect(seen.message.errors).toEqual([]);
}

export function textsOf({ message }: Received): unknown[] {
  const set = message.serialized_output_data?.predictions as { predictions: { data?: string }[] } | undefined;
  return (set?.predictions ?? []).map(({ data }) => data);
}
