import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { isOwnHost } from '../../protocol/hosts';
import { nameThrown } from '../../protocol/thrown';
import { internalError, methodNotAllowed, misdirected, notFound, Refusal } from '../errors';
import { toPrometheus } from '../metrics/metrics';
import { handleInterface } from './interface';
import { handleOffer } from './offer';
import { handlePhoto, type PhotoTarget } from './photo';
import type { Services } from './services';

type Reply = { status: number; type: string; body: string; headers?: Record<string, string> };
type Handler = (request: IncomingMessage, services: Services, signal: AbortSignal) => Promise<Reply>;
type Route = { method: 'GET' | 'POST'; handle: Handler };

/** The worker's HTTP side. Not listening yet. */
export function createHttpServer(services: Services): Server {
  return createServer((request, response) => void serve(request, response, services));
}

async function serve(request: IncomingMessage, response: ServerResponse, services: Services): Promise<void> {
  const hangUp = new AbortController();
  response.once('close', () => {
    if (!response.writableFinished) hangUp.abort();
  });
  const reply = await dispatch(request, services, hangUp.signal).catch(toReply);
  if (response.destroyed) return;
  response.writeHead(reply.status, {
    'content-type': reply.type,
    'cache-control': 'no-store',
    ...reply.headers,
  });
  response.end(reply.body);
}

async function dispatch(request: IncomingMessage, services: Services, signal: AbortSignal): Promise<Reply> {
  // A page elsewhere whose name points here must not read what this worker says, least of all this machine's
  // addresses in an answer.
  if (!isOwnHost(request.headers.host ?? '', services.settings.hosts)) throw misdirected();
  const route = findRoute(pathOf(request));
  if (!route) throw notFound();
  const method = request.method === 'HEAD' ? 'GET' : request.method;
  if (method !== route.method) throw methodNotAllowed(route.method);
  return route.handle(request, services, signal);
}

function findRoute(path: string[]): Route | null {
  const [first, second, third, fourth] = path;
  switch (path.join('/')) {
    case 'readiness':
      return get(async () => json(200, { status: 'ready' }));
    case 'metrics':
      return get(async (_, { metrics }) => ({ ...METRICS_HEAD, body: toPrometheus(metrics) }));
    case 'initialise_webrtc_worker':
      return post(async (...all) => json(200, await handleOffer(...all)));
    case 'workflows/run':
    case 'infer/workflows':
      return photo(null);
    case 'workflows/describe_interface':
      return describing(null);
  }
  if (path.length === 3 && first && second === 'workflows' && third) {
    return photo({ workspace: first, id: third });
  }
  if (path.length === 4 && first && second === 'workflows' && third && fourth === 'describe_interface') {
    return describing({ workspace: first, id: third });
  }
  if (path.length === 4 && first === 'infer' && second === 'workflows' && third && fourth) {
    return photo({ workspace: third, id: fourth });
  }
  return null;
}

const METRICS_HEAD = { status: 200, type: 'text/plain; version=0.0.4; charset=utf-8' };
const get = (handle: Handler): Route => ({ method: 'GET', handle });
const post = (handle: Handler): Route => ({ method: 'POST', handle });
const photo = (target: PhotoTarget): Route =>
  post(async (request, services) => json(200, await handlePhoto(request, target, services)));
const describing = (target: PhotoTarget): Route =>
  post(async (request, services) => json(200, await handleInterface(request, target, services)));

function json(status: number, body: unknown, headers?: Record<string, string>): Reply {
  return { status, type: 'application/json', body: JSON.stringify(body), ...(headers ? { headers } : {}) };
}

function pathOf(request: IncomingMessage): string[] {
  const [path = ''] = (request.url ?? '').split('?');
  try {
    return path.split('/').slice(1).map(decodeURIComponent);
  } catch {
    throw notFound();
  }
}

/**
 * The one place where failures become answers: whatever has a reason that the client is not told is said
 * here.
 */
function toReply(error: unknown): Reply {
  const { status, body, headers, reason } = error instanceof Refusal ? error : unexpected(error);
  if (reason !== null && !isHangUp(error)) console.error(`worker: ${status}, ${reason}`);
  return json(status, body, headers);
}

function unexpected(error: unknown): Refusal {
  return internalError(`unexpected ${nameThrown(error)}.`);
}

/** Nobody reads the answer. */
function isHangUp(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return error.name === 'AbortError' || ('code' in error && error.code === 'ECONNRESET');
}
