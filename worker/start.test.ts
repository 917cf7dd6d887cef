import { describe, expect, it } from 'vitest';
import { SIGNS } from '../kit/stack/signs';
import type { Prediction } from '../protocol/result';
import { readSettings } from './env';
import { UPLOAD_LABEL } from './session/uploads';
import { startWorker } from './start';
import { pause, readMetric, untilMetric } from './testing/client';
import { ACTIVE, createClient, offerOf, postOffer, STARTED, startWith } from './testing/harness';
import { createScene, drawQr, overlap } from './testing/scene';
import { codesFound } from './workflows/testing/registry';

const worker = await startWith({});

const scene = createScene();
drawQr(scene, 'left', 60, 80, 5);
drawQr(scene, 'right', 400, 240, 4);

function predictionsOf(data: Record<string, unknown> | null, output = 'predictions'): Prediction[] {
  const set = data?.[output] as { predictions: Prediction[] } | undefined;
  return set?.predictions ?? [];
}

/** @returns how many there are once none has come for 600 ms; never returns while they keep coming. */
async function untilQuiet(received: unknown[]): Promise<number> {
  for (;;) {
    const count = received.length;
    await pause(600);
    if (received.length === count) return count;
  }
}

describe('a live session', () => {
  it('reads the codes of the frames, zipped, under the names of the hosted worker', async () => {
    const client = await createClient().dial(worker.url, { declared_fps: 15 });
    client.film(() => scene);
    const { message, zipped, frameId } = await client.until(
      (one) => predictionsOf(one.message.serialized_output_data).length === 2,
    );
    expect(zipped).toBe(true);
    for (const { text, box } of scene.codes) {
      const seen = predictionsOf(message.serialized_output_data).find(({ data }) => data === text)!;
      expect(overlap(seen, box)).toBeGreaterThanOrEqual(0.8);
      expect(seen).toMatchObject({ class: 'qr_code', confidence: 1 });
    }
    expect(message.video_metadata).toMatchObject({
      frame_id: frameId,
      width: 640,
      height: 480,
      declared_fps: 15,
    });
    expect(message).toMatchObject({ errors: [], processing_complete: false, termination_reason: null });
    const ids = client.received.map((one) => one.frameId);
    expect(ids).toEqual(ids.map((_, index) => index + 1));
  });

  it('has a result ready when the channel opens after the last frame', async () => {
    const told: unknown[] = [];
    // A busy machine may take longer than a result is held.
    for (let turn = 0; turn < 5 && told.length === 0; turn += 1) {
      const client = await createClient(UPLOAD_LABEL).dial(worker.url);
      client.film(() => scene);
      await pause(1_000);
      client.stopFilming();
      await pause(20);
      client.peer.createDataChannel('inference').onmessage = ({ data }) => told.push(data);
      await pause(1_000);
      client.close();
    }
    expect(told.length).toBeGreaterThan(0);
  });

  it('follows control messages: nothing, then one output by name, then one it does not have', async () => {
    const client = await createClient('anything').dial(worker.url);
    client.film(() => scene);
    await client.until((one) => one.zipped);
    client.channel.send(JSON.stringify({ data_output: [], unknown: 1 }));
    const silent = await client.until((one) => !one.zipped);
    expect(silent.message).toMatchObject({ serialized_output_data: null, video_metadata: { width: 640 } });

    client.channel.send('{ this is not JSON');
    client.channel.send(JSON.stringify({ data_output: ['predictions'] }));
    const named = await client.until((one) => one.zipped, client.received.indexOf(silent));
    expect(Object.keys(named.message.serialized_output_data ?? {})).toEqual(['predictions']);

    client.channel.send(JSON.stringify({ data_output: ['boxes'] }));
    const wrong = await client.until((one) => one.message.errors.length > 0);
    expect(wrong.message).toMatchObject({
      serialized_output_data: null,
      errors: ['The workflow has no output "boxes".'],
    });
  });

  it('says goodbye before the granted time is over, and is gone', async () => {
    const client = await createClient().dial(worker.url, { processing_timeout: 6 });
    client.film(() => scene);
    const last = await client.until((one) => one.message.processing_complete);
    expect(last).toMatchObject({ zipped: false, message: { termination_reason: 'timeout_reached' } });
    expect(client.received.at(-1)).toBe(last);
    expect(client.received.length).toBeGreaterThan(1);
    expect(last.frameId).toBe(client.received.length);
    await untilMetric(worker.url, ACTIVE, 0);
  });

  it('runs an inline workflow under its own output name, and refuses the names it lacks', async () => {
    const specification = codesFound('roboflow_core/qr_code_detector@v1');
    const workflow_configuration = {
      type: 'WorkflowConfiguration' as const,
      workflow_specification: specification,
    };
    const inline = { workflow_configuration, api_key: null, data_output: ['found'] };
    const client = await createClient().dial(worker.url, inline);
    client.film(() => scene);
    const { message } = await client.until(
      (one) => predictionsOf(one.message.serialized_output_data, 'found').length === 2,
    );
    expect(predictionsOf(message.serialized_output_data, 'found')[0]).toMatchObject({ class: 'qr_code' });
    for (const changes of [{ data_output: ['predictions'] }, { stream_output: ['annotated'] }]) {
      const { status, body } = await postOffer(worker.url, await offerOf({ ...inline, ...changes }));
      expect(status).toBe(400);
      expect(body).toMatchObject({ error_type: 'WebRTCConfigurationError' });
    }
  });

  it('waits for acknowledgements where the client asked for every result in turn', async () => {
    const client = await createClient().dial(worker.url, { webrtc_realtime_processing: false });
    client.film(() => scene);
    await client.until((one) => one.frameId === 2);
    // An ack of nothing does not start it.
    client.channel.send(JSON.stringify({ ack: 0 }));
    await client.until((one) => one.frameId === 6);
    client.channel.send(JSON.stringify({ ack: 6 }));
    const held = await untilQuiet(client.received);
    client.channel.send(JSON.stringify({ ack: held }));
    await client.until((one) => one.frameId === held + 1);
    expect(await untilQuiet(client.received)).toBe(held + 1);
  });

  it('leaves nothing once its client has hung up, camera running or not', async () => {
    await untilMetric(worker.url, ACTIVE, 0);
    const [silent, filming] = [createClient(), createClient()];
    await Promise.all([silent.dial(worker.url), filming.dial(worker.url)]);
    filming.film(() => scene);
    await filming.until(() => true);
    expect(await readMetric(worker.url, ACTIVE)).toBe(2);
    filming.close();
    silent.close();
    await untilMetric(worker.url, ACTIVE, 0);
  });
});

describe('settings', () => {
  it('GZIP=0 sends results as they are; MAX_STREAMS holds, and a place comes back', async () => {
    const small = await startWith({ GZIP: '0', MAX_STREAMS: '1' });
    const client = await createClient().dial(small.url);
    client.film(() => scene);
    expect((await client.until(() => true)).zipped).toBe(false);
    const { status, body } = await postOffer(small.url, await offerOf());
    expect(status).toBe(429);
    expect(body).toEqual({
      message: 'You have reached the maximum of 1 concurrent streams.',
      error_type: 'WorkspaceStreamQuotaError',
    });
    client.close();
    await untilMetric(small.url, ACTIVE, 0);
    await createClient().dial(small.url);
  });

  it('COLD_START_MS holds the first answer back, and one who hangs up meanwhile gets no peer', async () => {
    const cold = await startWith({ COLD_START_MS: '1500', MAX_STREAMS: '1' });
    const hangUp = new AbortController();
    const gone = postOffer(cold.url, await offerOf(), { signal: hangUp.signal });
    setTimeout(() => hangUp.abort(), 300);
    await expect(gone).rejects.toThrow('abort');
    // The one place is free again, or this would be a 429.
    await createClient().dial(cold.url);
    expect(await readMetric(cold.url, STARTED)).toBe(1);
  });

  it('API_KEYS lets in those alone, by header before body', async () => {
    const locked = await startWith({ API_KEYS: 'right' });
    const wrong = await postOffer(locked.url, await offerOf({ api_key: 'wrong' }));
    expect(wrong).toEqual({ status: 401, body: { status: 401, message: 'Unauthorized api_key' } });
    const headers = { 'content-type': 'application/json', authorization: 'Bearer right' };
    const right = await postOffer(locked.url, await offerOf({ api_key: 'wrong' }), { headers });
    expect(right.status).toBe(200);
    expect(right.body).toMatchObject({
      status: 'success',
      type: 'answer',
      context: { request_id: null, pipeline_id: null },
    });
    expect(String(right.body.sdp)).toMatch(/^a=candidate:/m);
    expect(String(right.body.sdp)).not.toMatch(/ 127\.0\.0\.1 /);
  });

  it('a taken port is an error', async () => {
    const port = Number(new URL(worker.url).port);
    await expect(startWorker({ ...readSettings(SIGNS), port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });
});
