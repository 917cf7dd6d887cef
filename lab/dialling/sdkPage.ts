/**
 * The SDK's own `useStream` on a page: `?list=default|literal|split&workflow=codes`. Each result's last box is
 * drawn as it comes, over the camera's picture. Bundled by `sdkBundle.ts`.
 */
import { connectors, webrtc } from '@roboflow/inference-sdk';

type Server = { urls: string[]; username?: string; credential?: string };

const RELAY = 'relay.sightline.test';
const STUN: Server = { urls: ['stun:stun.sightline.test:3478'] };
const asked = new URLSearchParams(location.search);
const list = asked.get('list') ?? 'default';

/** The same credentials in the forms that the baseline names. */
function servers(minted: Server[] | null): Server[] {
  const signed = minted?.find(({ credential }) => credential !== undefined);
  const relay = (url: string): Server => ({ ...signed, urls: [url] });
  if (list === 'split') return [relay(`turns:${RELAY}:443?transport=tcp`)];
  return [
    { urls: [`stun:${RELAY}:3478`] },
    relay(`turn:${RELAY}:3478?transport=udp`),
    relay(`turn:${RELAY}:3478?transport=tcp`),
    relay(`turn:${RELAY}:443?transport=tcp`),
  ];
}

function connector() {
  if (list === 'default') return connectors.withProxyUrl('/v1/webrtc-offer');
  const made = connectors.withProxyUrl('/v1/webrtc-offer', {
    turnConfigUrl: '/v1/webrtc-turn-config/coturn',
  });
  const mint = made.getIceServers;
  // The request for the list travels as it would; only what it brings is put into the form under test.
  made.getIceServers = async () => servers((await mint?.()) ?? null);
  return made;
}

const button = document.querySelector('button');
const say = (state: string, words = '') => {
  document.body.dataset.state = state;
  document.body.dataset.words = words;
};

const canvas = document.querySelector('canvas');
const brush = canvas?.getContext('2d');

type Seen = { x: number; y: number; width: number; height: number };
type Told = {
  serialized_output_data?: {
    predictions?: { image?: { width?: number }; predictions?: Seen[] };
  };
};

/** As the documentation's examples draw (docs.roboflow.com, JavaScript SDK): what came last, where it was. */
function draw(data: unknown): void {
  const { image, predictions = [] } = (data as Told).serialized_output_data?.predictions ?? {};
  const scale = (canvas?.width ?? 0) / (image?.width ?? 1);
  brush?.clearRect(0, 0, canvas?.width ?? 0, canvas?.height ?? 0);
  for (const { x, y, width, height } of predictions) {
    brush?.beginPath();
    brush?.roundRect((x - width / 2) * scale, (y - height / 2) * scale, width * scale, height * scale);
    brush?.stroke();
  }
}

async function main(): Promise<void> {
  const source = await navigator.mediaDevices.getUserMedia({ video: true });
  const video = document.querySelector('video');
  if (video) video.srcObject = source;
  const dial = () =>
    webrtc
      .useStream({
        source,
        connector: connector(),
        wrtcParams: {
          workflowId: asked.get('workflow') ?? 'codes',
          requestedPlan: 'webrtc-gpu-medium',
          ...(list === 'default' && { iceServers: [STUN] }),
        },
        onData: (data) => {
          say('live');
          draw(data);
        },
      })
      .catch((error: unknown) => say('failed', String(error)));
  button?.addEventListener('click', () => void dial());
  say('ready');
}

main().catch((error: unknown) => say('failed', String(error)));
