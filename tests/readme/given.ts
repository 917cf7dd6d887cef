/** Files and servers that a person has when they type a command. */
import { randomBytes } from 'node:crypto';
import { copyFileSync, writeFileSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { lanAddress } from '../../dev/start/lan';
import { startCoturn } from '../../kit/process/coturn';
import { freePort } from '../../kit/process/ports';
import { startWorker } from '../../kit/stack/worker';
import { startTwilio } from '../../kit/standins/twilio';
import type { Given } from './row';

/** A model of somebody's own, in the layout of YOLO's exports: three kinds of blob. */
export async function yardModel(root: string): Promise<Given> {
  copyFileSync(join(root, 'worker', 'detect', 'fixtures', 'v8.onnx'), join(root, 'yard.onnx'));
  return {};
}

function writeSettings(root: string, lines: string): void {
  writeFileSync(join(root, '.dev.vars'), `${lines}\n`, { mode: 0o600 });
}

/**
 * `.dev.vars` with the keys of README's block, an account behind each of them: the embedded worker in place
 * of Roboflow's, a stand-in of Twilio's. @throws Error where the block has a key that nothing here stands
 * behind.
 */
export function keysOf(block: string): (root: string) => Promise<Given> {
  return async (root) => {
    const worker = await startWorker(await freePort());
    const values: Record<string, string> = {
      ROBOFLOW_API_KEY: 'key-of-a-person',
      ROBOFLOW_WORKSPACE: 'local',
      FAST_WORKFLOW_ID: 'fast',
      FAST_MODEL_ID: 'sightline-signs/1',
      TWILIO_ACCOUNT_SID: `AC${randomBytes(16).toString('hex')}`,
      TWILIO_AUTH_TOKEN: randomBytes(16).toString('hex'),
    };
    const twilio = await startTwilio({
      accountSid: values.TWILIO_ACCOUNT_SID ?? '',
      authToken: values.TWILIO_AUTH_TOKEN ?? '',
      coturnSecret: 'of-no-relay-here',
      relay: { host: '127.0.0.1', ports: { udp: 3478, tcp: 3478, tls: 443 } },
    });
    const filled = block.split('\n').map((line) => fill(line, values));
    const places = [`ROBOFLOW_SERVER_URL=${worker.url}`, `TWILIO_API_URL=${twilio.url}`];
    writeSettings(root, [...filled, ...places].join('\n'));
    return { stop: async () => void (await Promise.all([worker.stop(), twilio.close()])) };
  };
}

function fill(line: string, values: Record<string, string>): string {
  const key = line.split('=')[0] ?? '';
  if (values[key] === undefined) throw new Error(`Nothing stands behind ${key} here: give it a value.`);
  return `${key}=${values[key]}`;
}

/** `.dev.vars` that names a coturn, which runs. Without TLS: port 443 is not every test's to have. */
export async function ownRelay(root: string): Promise<Given> {
  const port = await freePort();
  const address = lanAddress(networkInterfaces())?.address;
  const allowPeers = address === undefined ? [] : [address];
  const coturn = await startCoturn({ listenIp: '127.0.0.1', relayIp: '127.0.0.1', port, allowPeers });
  writeSettings(root, `COTURN_URLS=turn:127.0.0.1:${port}?transport=tcp\nCOTURN_SECRET=${coturn.secret}`);
  return { stop: () => coturn.close() };
}

/** An inference server, for `{url}`. */
export async function aServer(): Promise<Given> {
  const worker = await startWorker(await freePort());
  return { words: { url: worker.url }, stop: () => worker.stop() };
}
