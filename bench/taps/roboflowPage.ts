/**
 * Roboflow's sample app (github.com/roboflow/inferenceSampleApp) with nothing around it: a button, the camera, the
 * SDK's own stream. It is helped where that is to its good: no STUN server to wait for, its own picture at once and
 * not the one that comes back, boxes with the first data. `?early`: the camera is opened before the tap.
 */
import { connectors, streams, webrtc } from '@roboflow/inference-sdk';

type Predictions = { predictions?: { x: number; y: number; width: number; height: number }[] };

const video = document.querySelector('video') as HTMLVideoElement;
const canvas = document.querySelector('canvas') as HTMLCanvasElement;
// Called hooks, and none of React's.
const { useCamera: film } = streams;
const { useStream: dial } = webrtc;
const connector = connectors.withProxyUrl('/v1/webrtc-offer');

async function openCamera(): Promise<MediaStream> {
  const size = { width: { ideal: 640 }, height: { ideal: 480 }, frameRate: { ideal: 30 } };
  const stream = await film({
    video: { facingMode: { ideal: 'environment' }, ...size },
    audio: false,
  });
  video.srcObject = stream;
  await video.play();
  return stream;
}

function draw(found: Predictions['predictions']): void {
  const context = canvas.getContext('2d');
  if (!context || !found || found.length === 0) return;
  canvas.width = video.videoWidth;
  canvas.height = video.videoHeight;
  for (const { x, y, width, height } of found)
    context.strokeRect(x - width / 2, y - height / 2, width, height);
}

const early = new URLSearchParams(location.search).has('early') ? openCamera() : null;

async function start(): Promise<void> {
  await dial({
    source: await (early ?? openCamera()),
    connector,
    wrtcParams: {
      workflowId: 'fast',
      imageInputName: 'image',
      iceServers: [],
      dataOutputNames: ['predictions'],
    },
    onData: ({ serialized_output_data: data }) =>
      draw((data?.predictions as Predictions | undefined)?.predictions),
    options: { disableInputStreamDownscaling: true },
  });
}

document.querySelector('button')?.addEventListener('click', () => void start());
