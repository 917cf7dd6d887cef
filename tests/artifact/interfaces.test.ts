/** What a workflow says of itself, in the built worker, before the embedded worker and a stand-in of Roboflow. */
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../../kit/process/ports';
import { type Artifact, bootArtifact } from '../../kit/stack/artifact';
import { startWorker } from '../../kit/stack/worker';
import type { DeploymentConfig } from '../../protocol/api';
import { offerInit } from '../../proxy/testing';

describe('a model alone, on a real worker', () => {
  let worker: Awaited<ReturnType<typeof startWorker>>;
  let artifact: Artifact;
  beforeAll(async () => {
    worker = await startWorker(await freePort());
    artifact = await bootArtifact({
      ROBOFLOW_SERVER_URL: worker.url,
      ROBOFLOW_API_KEY: 'key1',
      FAST_MODEL_ID: 'sightline-signs/1',
    });
  }, 60_000);
  afterAll(async () => {
    await artifact?.stop();
    await worker?.stop();
  });

  it('runs as the workflow that the proxy made', async () => {
    const photo = await readFile(new URL('../../docs/screenshot.png', import.meta.url));
    const { status, body } = await artifact.ask('/v1/infer', {
      method: 'POST',
      headers: { 'Content-Type': 'image/png' },
      body: photo,
    });
    expect({ status, body }).toMatchObject({
      status: 200,
      body: { outputs: [{ predictions: { predictions: expect.any(Array) } }] },
    });
  });
});

describe('Roboflow', () => {
  const asked: string[] = [];
  let artifact: Artifact;
  const interfaceOf = {
    inputs: { image: ['image'], prompt: ['string'] },
    outputs: { a: ['integer'], b: ['image'] },
  };
  beforeAll(async () => {
    artifact = await bootArtifact(
      {
        ROBOFLOW_API_KEY: 'key1',
        ROBOFLOW_WORKSPACE: 'ws',
        FAST_WORKFLOW_ID: 'fast-1',
        WORKFLOWS: 'Count:count-1',
        WORKFLOW_INPUTS: 'prompt',
        WORKER_STUN_URLS: '',
        OPEN_ACCESS: '1',
      },
      {
        standIns: {
          'serverless.roboflow.com': (request) => {
            const { pathname: path } = new URL(request.url);
            asked.push(path);
            return path.endsWith('describe_interface') ? interfaceOf : { sdp: 'v=0', type: 'answer', path };
          },
          'api.roboflow.com': () => ({
            iceServers: [{ urls: 'turns:rf.example:443?transport=tcp', username: 'u', credential: 'c' }],
          }),
        },
      },
    );
  }, 60_000);
  afterAll(() => artifact?.stop());

  it('is asked once a workflow, and its account’s relay is that of ENH', async () => {
    for (let count = 0; count < 3; count += 1) {
      const { body } = await artifact.ask('/v1/config');
      expect(body).toMatchObject({
        enhanced: { available: true, provider: 'roboflow' },
        workflows: { fast: { available: true, inputs: [{ name: 'prompt', kind: 'text' }] } },
        choices: [
          {
            name: 'Count',
            outputs: [
              { name: 'a', kinds: ['integer'] },
              { name: 'b', kinds: ['image'] },
            ],
          },
        ],
      } satisfies Partial<Record<keyof DeploymentConfig, unknown>>);
    }
    const params = { workflow: 'Count', workflowsParameters: { prompt: 'cup' } };
    expect((await artifact.ask('/v1/webrtc-offer', offerInit(params))).status).toBe(200);
    expect(asked.sort()).toEqual([
      '/initialise_webrtc_worker',
      '/ws/workflows/count-1/describe_interface',
      '/ws/workflows/fast-1/describe_interface',
    ]);
  });

  it('hands its relay out', async () => {
    const { status, body } = await artifact.ask('/v1/webrtc-turn-config/roboflow');
    expect(status).toBe(200);
    expect(JSON.stringify(body)).toContain('turns:rf.example:443?transport=tcp');
  });
});
