/** A registry on loopback, with one package that is well, or as broken as a test wants it. */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { createTar } from 'nanotar';
import { hexOf } from '../fetching/folder';
import type { Recipe } from '../recipes/types';

const NAME = 'model-for-tests';
/** More than a socket's buffers hold, and not to be squeezed. */
const MODEL_BYTES = 3_000_000;

const model = createHash('shake256', { outputLength: MODEL_BYTES }).update('numbers').digest();

function tarball(contents: Uint8Array): Buffer {
  const files = {
    'package.json': JSON.stringify({ name: NAME, version: '1.0.0' }),
    'model.bin': contents,
    LICENSE: 'All yours.',
  };
  // Of the same bytes in each process.
  const attrs = { mtime: 0 };
  const entries = Object.entries(files).map(([name, data]) => ({ name: `package/${name}`, data, attrs }));
  return gzipSync(createTar(entries));
}

const integrityOf = (bytes: Uint8Array) => `sha512-${createHash('sha512').update(bytes).digest('base64')}`;

const GOOD = tarball(model);

export const RECIPE: Recipe = {
  alias: 'test',
  id: 'test-model',
  what: 'nothing much',
  name: NAME,
  version: '1.0.0',
  integrity: integrityOf(GOOD),
  packageBytes: GOOD.length,
  licence: 'MIT',
  notice: 'Made for tests',
  convert: (files) => Uint8Array.from(files.get('model.bin') ?? []),
  sha256: hexOf(model),
  bytes: model.length,
};

/**
 * `cut`: the connection ends in the middle. `hanging`: nothing comes after the middle. `slow`: it takes a
 * second. `other`: another package of that name. `lying`: not the bytes that the registry itself promises.
 */
export type Manner = 'good' | 'slow' | 'cut' | 'hanging' | 'other' | 'lying' | 'missing' | 'forbidden';

export type Registry = {
  url: string;
  /** Of the tarball's requests; the last one stands for all after it. */
  manners: Manner[];
  /** How often the tarball was asked for. */
  asked: number;
  close(): Promise<void>;
};

const OTHER = tarball(model.subarray(1));

export async function startRegistry(...manners: Manner[]): Promise<Registry> {
  const server = createServer((request, response) => {
    const manner = registry.manners[Math.min(registry.asked, registry.manners.length - 1)] ?? 'good';
    if (manner === 'missing') return void response.writeHead(404).end('{}');
    if (manner === 'forbidden') return void response.writeHead(401).end('{}');
    if (!request.url?.endsWith('.tgz')) return void response.end(index(registry.url, manner));
    registry.asked += 1;
    void send(response, manner);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const registry: Registry = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    manners,
    asked: 0,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return registry;
}

function index(url: string, manner: Manner): string {
  const dist = {
    tarball: `${url}/${NAME}.tgz`,
    integrity: integrityOf(manner === 'other' ? OTHER : GOOD),
  };
  return JSON.stringify({
    name: NAME,
    'dist-tags': { latest: '1.0.0' },
    versions: { '1.0.0': { name: NAME, version: '1.0.0', dist } },
  });
}

async function send(response: ServerResponse, manner: Manner): Promise<void> {
  const body = manner === 'other' || manner === 'lying' ? OTHER : GOOD;
  response.writeHead(200, { 'content-length': body.length });
  if (manner === 'good' || manner === 'other' || manner === 'lying') return void response.end(body);
  const half = body.subarray(0, body.length / 2);
  await new Promise((resolve) => response.write(half, resolve));
  if (manner === 'hanging') return;
  await new Promise((resolve) => setTimeout(resolve, 1000));
  if (manner === 'cut') response.destroy();
  else response.end(body.subarray(half.length));
}
