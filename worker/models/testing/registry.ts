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
export type Manner = 'good' | 'slow' | 'cut' | 'hanging' | 'other' | 'lying' | 'missing' | 'forbidden' | Odd;
/**
 * `ranged`: it goes on where it is asked to. `cutting`: it does, and cuts each answer after a third of the
 * whole. `misfit`: the rest that it gives is of another package. `endless`: no end comes. `locked`: the
 * tarball alone asks who one is. `mute`: nothing is answered, not even where the tarball lies.
 */
type Odd = 'ranged' | 'cutting' | 'misfit' | 'endless' | 'locked' | 'mute';

export type Registry = {
  url: string;
  /** Of the tarball's requests; the last one stands for all after it. */
  manners: Manner[];
  /** How often the tarball was asked for, */
  asked: number;
  /** and from which byte on, each time. */
  from: number[];
  close(): Promise<void>;
};

const OTHER = tarball(model.subarray(1));

export async function startRegistry(...manners: Manner[]): Promise<Registry> {
  const server = createServer((request, response) => {
    const manner = registry.manners[Math.min(registry.asked, registry.manners.length - 1)] ?? 'good';
    if (manner === 'mute') return;
    if (manner === 'missing') return void response.writeHead(404).end('{}');
    if (manner === 'forbidden') return void response.writeHead(401).end('{}');
    if (!request.url?.endsWith('.tgz')) return void response.end(index(registry.url, manner));
    registry.asked += 1;
    const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
    registry.from.push(from);
    void (ODD[manner] ?? send)(response, manner, from);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const registry: Registry = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    manners,
    asked: 0,
    from: [],
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

type Send = (response: ServerResponse, manner: Manner, from: number) => Promise<void> | void;

const THIRD = Math.floor(GOOD.length / 3);

const ODD: Partial<Record<Manner, Send>> = {
  ranged: (response, _, from) => sendPart(response, GOOD, from),
  cutting: async (response, _, from) => {
    head(response, GOOD, from);
    const part = GOOD.subarray(from, from + THIRD);
    await new Promise((resolve) => response.write(part, resolve));
    if (from + THIRD >= GOOD.length) return void response.end();
    await new Promise((resolve) => setTimeout(resolve, 300));
    response.destroy();
  },
  misfit: (response, _, from) => sendPart(response, from > 0 ? Buffer.alloc(GOOD.length, 7) : GOOD, from),
  endless: (response) => {
    response.writeHead(200);
    const more = () => response.write(GOOD, () => !response.destroyed && setTimeout(more, 1));
    more();
  },
  locked: (response) => void response.writeHead(403).end('{}'),
};

function head(response: ServerResponse, { length }: Buffer, from: number): void {
  const range = from > 0 ? { 'content-range': `bytes ${from}-${length - 1}/${length}` } : {};
  response.writeHead(from > 0 ? 206 : 200, { 'content-length': length - from, ...range });
}

function sendPart(response: ServerResponse, body: Buffer, from: number): void {
  head(response, body, from);
  response.end(body.subarray(from));
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
