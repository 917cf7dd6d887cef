import { request } from 'node:http';
import type { FuzzRequest } from './requests';

/** `null`: the connection was cut, by us or in answer to it. */
export type Received = { status: number; headers: string; body: string } | null;

const PATIENCE_MS = 20_000;

/** Sends what fetch would refuse to: any Host, a body for any method, half a body. */
export function send(base: URL, wanted: FuzzRequest): Promise<Received> {
  const { method, path, headers, body, sent } = wanted;
  return new Promise((resolve, reject) => {
    const length: Record<string, string> = body ? { 'Content-Length': String(body.length) } : {};
    const options = { host: base.hostname, port: base.port, agent: false, method, path };
    const client = request({ ...options, headers: { ...headers, ...length } });
    client.setTimeout(PATIENCE_MS, () => reject(new Error(`No answer to ${method} ${path.slice(0, 80)}`)));
    client.on('error', () => resolve(null));
    client.on('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', () => resolve(null));
      response.on('end', () => {
        const answer = { status: response.statusCode ?? 0, headers: response.rawHeaders.join('\n') };
        resolve({ ...answer, body: Buffer.concat(chunks).toString('utf8') });
      });
    });
    if (sent === 1 || !body) client.end(body ?? undefined);
    else client.write(body.subarray(0, Math.floor(body.length * sent)), () => client.destroy());
  });
}
