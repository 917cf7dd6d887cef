/**
 * Stands in for Roboflow's API in the internet's namespace: `GET /webrtc_turn_config?api_key=…` in each of the
 * shapes that its own clients take (inference-sdk-js 0.1.13 inference-api.ts:361-386, session.py:750-808). Its
 * first line of stdin is the setup; each further line is the shape to answer in. It ends when stdin closes.
 */
import { createInterface } from 'node:readline';
import { loginFor } from '../../../kit/process/coturnConfig';
import { startUpstream } from '../../../kit/standins/upstream';
import type { AccountSetup, Shape } from './account';

const LIFE_SECONDS = 900;

let shape: Shape = 'list';

function answer({ secret, urls }: AccountSetup): unknown {
  const signed = loginFor(secret, LIFE_SECONDS, 'account');
  const secure = urls.filter((url) => !/^turn:.*transport=tcp/.test(url));
  if (shape === 'tcp') return { iceServers: [{ urls, ...signed }] };
  if (shape === 'list') return { iceServers: [{ urls: secure, ...signed }] };
  if (shape === 'array') return secure.map((url) => ({ urls: [url], ...signed }));
  // One address is all that the oldest shape has: `urls` is a text.
  return { urls: urls.find((url) => url.startsWith('turns:')), ...signed };
}

async function listen(setup: AccountSetup): Promise<void> {
  const api = await startUpstream({ port: setup.port });
  const path = `/webrtc_turn_config?api_key=${setup.key}`;
  api.answer((asked) =>
    asked.method === 'GET' && asked.path === path
      ? { status: 200, body: answer(setup) }
      : { status: 401, body: { error: 'Unauthorized' } },
  );
}

async function take(line: string): Promise<void> {
  const order = JSON.parse(line) as { setup?: AccountSetup; shape?: Shape };
  if (order.setup) await listen(order.setup);
  if (order.shape) shape = order.shape;
  console.log('{}');
}

const lines = createInterface({ input: process.stdin });
lines.on('line', (line) => void take(line));
lines.on('close', () => process.exit(0));
