/** Pictures on their way back, against a real worker and a real peer: as video, as outputs, over HTTP. */
import wrtc from '@roamhq/wrtc';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { pause, post, type TestClient, untilMetric } from '../testing/client';
import { ACTIVE, createClient, startWith } from '../testing/harness';
import { createScene, drawQr } from '../testing/scene';

type Frame = { width: number; height: number; data: Uint8Array };
type Sink = { onframe: ((event: { frame: Frame }) => void) | null; stop(): void };

const worker = await startWith({});

const scene = createScene();
drawQr(scene, 'left', 80, 120, 6);

const found = '$steps.codes.predictions';
const output = (name: string, selector: string) => ({ type: 'JsonField', name, selector });
const specification = {
  version: '1.0',
  inputs: [{ type: 'WorkflowImage', name: 'image' }],
  steps: [
    { type: 'roboflow_core/barcode_detector@v1', name: 'codes', images: '$inputs.image' },
    {
      type: 'roboflow_core/bounding_box_visualization@v1',
      name: 'boxes',
      image: '$inputs.image',
      predictions: found,
      thickness: 4,
    },
  ],
  outputs: [output('found', found), output('boxes', '$steps.boxes.image'), output('plain', '$inputs.image')],
};
const inline = {
  workflow_configuration: { type: 'WorkflowConfiguration' as const, workflow_specification: specification },
};

/** The newest frame that came back. */
function watch(client: TestClient): () => Frame | null {
  let newest: Frame | null = null;
  client.peer.ontrack = ({ track }) => {
    const sink = new wrtc.nonstandard.RTCVideoSink(track) as unknown as Sink;
    sink.onframe = ({ frame }) => {
      newest = frame;
    };
  };
  return () => newest;
}

/** How far the colour is from grey, at most, along the box's left edge and in its middle. */
function colourAt({ width, height, data }: Frame) {
  const { box } = scene.codes[0]!;
  const [across, down] = [width / scene.width, height / scene.height];
  const chroma = (x: number, y: number) => {
    const at = (Math.round(y * down) >> 1) * ((width + 1) >> 1) + (Math.round(x * across) >> 1);
    const planes = [width * height, width * height + ((width + 1) >> 1) * ((height + 1) >> 1)];
    return Math.max(...planes.map((start) => Math.abs(data[start + at]! - 128)));
  };
  return { edge: chroma(box.x - box.width / 2, box.y), middle: chroma(box.x, box.y) };
}

async function until<T>(look: () => T | null | undefined | false): Promise<T> {
  return expect
    .poll(look, { timeout: 15_000, interval: 50 })
    .toBeTruthy()
    .then(() => look() as T);
}

describe('video back', () => {
  it('shows the boxes where the predictions are; control messages switch it over', async () => {
    const client = createClient();
    const newest = watch(client);
    await client.dial(worker.url, { ...inline, stream_output: ['boxes'] });
    client.film(() => scene);
    const shown = (want: (colours: { edge: number; middle: number }) => boolean) => () => {
      const frame = newest();
      return frame && want(colourAt(frame));
    };
    await until(shown(({ edge, middle }) => edge > 40 && middle < 12));
    const { message } = await client.until((one) => one.message.errors.length === 0);
    expect(Object.keys(message.serialized_output_data ?? {})).toEqual(['found']);

    client.channel.send(JSON.stringify({ stream_output: ['plain'] }));
    await until(shown(({ edge, middle }) => edge < 12 && middle < 12));
    expect(client.received.at(-1)?.message.errors).toEqual([]);

    const from = client.received.length;
    client.channel.send(JSON.stringify({ stream_output: [] }));
    const told = await client.until((one) => one.message.errors.length > 0, from);
    expect(told.message.errors[0]).toMatch(/names no picture/);
    client.close();
    await untilMetric(worker.url, ACTIVE, 0);
  });

  it('sends the first picture where stream_output is null, in a stream of its own, and none to a client that takes none', async () => {
    const client = createClient();
    const newest = watch(client);
    await client.dial(worker.url, { ...inline, stream_output: null });
    expect(client.peer.remoteDescription?.sdp).toMatch(/^a=msid:[^\s-]\S+ \S+/m);
    client.film(() => scene);
    await until(() => newest() && colourAt(newest()!).edge > 40);

    const deaf = createClient();
    const none = watch(deaf);
    for (const transceiver of deaf.peer.getTransceivers()) transceiver.direction = 'sendonly';
    await deaf.dial(worker.url, { ...inline, stream_output: null });
    expect(deaf.peer.remoteDescription?.sdp).toMatch(/^a=recvonly/m);
    deaf.film(() => scene);
    const { message } = await deaf.until((one) => one.frameId === 3);
    expect([message.errors, none()]).toEqual([[], null]);
  });

  it('sends frames as they came where the workflow draws nothing, and goes on without a data channel', async () => {
    const client = createClient();
    const newest = watch(client);
    await client.dial(worker.url, { stream_output: null, data_output: [], workflow_configuration: CODES });
    client.film(() => scene);
    const { message } = await client.until(() => true);
    expect(message.errors).toEqual(['The workflow draws no picture: frames go back as they came.']);
    const before = await until(newest);
    client.channel.close();
    // Longer than a session without video would be left without a channel.
    await pause(3000);
    const later = newest();
    await until(() => newest() !== later && newest() !== before);
  });

  it('carries labels too, in a named workflow with a picture', async () => {
    const client = createClient();
    const newest = watch(client);
    const workflow_configuration = { ...CODES, workflow_id: 'codes-annotated' };
    await client.dial(worker.url, { stream_output: ['visualization'], workflow_configuration });
    client.film(() => scene);
    await until(() => newest() && colourAt(newest()!).edge > 40);
    const { message } = await client.until((one) => one.message.errors.length === 0);
    expect(Object.keys(message.serialized_output_data ?? {})).toEqual(['predictions']);
  });
});

const CODES = { type: 'WorkflowConfiguration', workspace_name: 'any', workflow_id: 'codes' } as const;

describe('images as outputs', () => {
  it('come as JPEG by name, beside predictions, in several chunks', async () => {
    const noisy = createScene(1280, 960);
    for (let at = 0; at < noisy.luma.length; at += 1) noisy.luma[at] = 60 + ((at * 48_271) % 130);
    drawQr(noisy, 'big', 200, 200, 12);
    const client = await createClient().dial(worker.url, { ...inline, data_output: ['plain', 'found'] });
    client.film(() => noisy, 5);
    const { message } = await client.until((one) => one.message.serialized_output_data !== null);
    const { plain, found: seen } = message.serialized_output_data as Record<string, Record<string, unknown>>;
    expect(seen).toHaveProperty('predictions');
    expect(plain).toMatchObject({
      type: 'base64',
      video_metadata: { frame_number: message.video_metadata?.frame_id, comes_from_video_file: false },
    });
    const jpeg = Buffer.from(String(plain?.value), 'base64');
    const { width, height } = message.video_metadata!;
    expect(await sharp(jpeg).metadata()).toMatchObject({ format: 'jpeg', width, height, channels: 3 });
    expect(jpeg.length).toBeGreaterThan(48 * 1024);
  });

  it('come over HTTP, drawn in the upright photo', async () => {
    const raw = { width: scene.width, height: scene.height, channels: 1 } as const;
    const photo = await sharp(scene.luma, { raw }).jpeg().withMetadata({ orientation: 6 }).toBuffer();
    const inputs = { image: { type: 'base64', value: photo.toString('base64') } };
    const body = { specification, inputs, excluded_fields: ['plain'] };
    const answer = (await (await post(`${worker.url}/workflows/run`, body)).json()) as {
      outputs: Record<string, { value: string; predictions: { x: number; y: number; width: number }[] }>[];
    };
    const [{ found: seen, boxes } = {}] = answer.outputs;
    expect(Object.keys(answer.outputs[0]!)).toEqual(['found', 'boxes']);
    const [code] = seen!.predictions;
    const picture = sharp(Buffer.from(boxes!.value, 'base64'));
    const { data, info } = await picture.raw().toBuffer({ resolveWithObject: true });
    expect(info).toMatchObject({ width: 480, height: 640 });
    const at = (Math.round(code!.y) * info.width + Math.round(code!.x - code!.width / 2)) * 3;
    const [red = 0, green = 0, blue = 0] = data.subarray(at, at + 3);
    expect(Math.max(red, green, blue) - Math.min(red, green, blue)).toBeGreaterThan(100);
  });
});

describe('a file on video_upload', () => {
  it('is refused in words: with the next result where a camera runs, at once where there is none', async () => {
    const client = await createClient().dial(worker.url);
    client.film(() => scene);
    await client.until(() => true);
    const upload = client.peer.createDataChannel('video_upload');
    await until(() => upload.readyState === 'open');
    upload.send(new Uint8Array(64));
    const told = await client.until((one) => one.message.errors.length > 0);
    expect(told.message).toMatchObject({
      processing_complete: false,
      errors: [expect.stringMatching(/no video files/)],
    });
    await client.until((one) => one.frameId > told.frameId && one.message.errors.length === 0);

    const idle = createClient();
    for (const sender of idle.peer.getSenders()) idle.peer.removeTrack(sender);
    await idle.dial(worker.url);
    const alone = idle.peer.createDataChannel('video_upload');
    await until(() => alone.readyState === 'open' && idle.channel.readyState === 'open');
    alone.send(new Uint8Array(64));
    const { message } = await idle.until(() => true);
    expect(message).toMatchObject({ processing_complete: true, termination_reason: null });
    expect(message.errors).toEqual([expect.stringMatching(/no video files/)]);
  });
});
