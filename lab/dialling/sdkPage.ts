/** The SDK's own `useStream` on a page: `?list=default|literal|split`. Bundled by `sdkBundle.ts`. */
import { connectors, webrtc } from '@roboflow/inference-sdk';

type Server = { urls: string[]; username?: string; credential?: string };

const RELAY = 'relay.sightline.test';
const STUN: Server = { urls: ['stun:stun.sightline.test:3478'] };
const list = new URLSearchParams(location.search).get('list') ?? 'default';

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

async function main(): Promise<void> {
  const source = await navigator.mediaDevices.getUserMedia({ video: true });
  const dial = () =>
    webrtc
      .useStream({
        source,
        connector: connector(),
        wrtcParams: {
          workflowId: 'codes',
          requestedPlan: 'webrtc-gpu-medium',
          ...(list === 'default' && { iceServers: [STUN] }),
        },
        onData: () => say('live'),
      })
      .catch((error: unknown) => say('failed', String(error)));
  button?.addEventListener('click', () => void dial());
  say('ready');
}

main().catch((error: unknown) => say('failed', String(error)));
