/**
 * The one thing of `npm start` that others can reach: it stands before workerd, which listens on loopback at
 * a port of its own. workerd under wrangler 4.86 believes what a request says of itself: its URL
 * (`MF-Original-URL`), its sender (`CF-Connecting-IP`), its place (`MF-CF-Blob`). So the front takes that
 * away, says what it sees at the socket itself (proxy/http/front.ts), answers to its own names alone, and
 * leaves wrangler's own pages below /cdn-cgi/ unreachable. It also speaks TLS, and serves both addresses of
 * localhost.
 */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import {
  request as ask,
  type ClientRequest,
  createServer,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  type RequestListener,
  type Server,
  type ServerResponse,
  STATUS_CODES,
} from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { Duplex } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { Tls } from '../../kit/process/wrangler';
import type { ApiErrorBody } from '../../protocol/api';
import { hostName, isOwnHost } from '../../protocol/hosts';
import { ApiError } from '../../proxy/errors';
import { isLoopback } from '../../proxy/hosts';
import { FRONT_HEADER, frontWord } from '../../proxy/http/front';

export type FrontOptions = {
  host: string;
  port: number;
  /** Where the app listens on loopback, over plain HTTP. */
  appPort: number;
  /** The app's FRONT_SECRET. */
  secret: string;
  /** Names to answer to besides IP addresses and localhost. */
  names: readonly string[];
  tls: Tls | null;
};

export type Front = { close(): void };

const LOOPBACK = '127.0.0.1';

/**
 * Serves at `host`, and at ::1 besides where that is IPv4's loopback: "localhost" is both, and a browser that
 * tries ::1 first would find nothing there, or worse, somebody else. A machine without IPv6 does without.
 * Rejects with Node's error where `host` cannot be had.
 */
export async function startFront(options: FrontOptions): Promise<Front> {
  const { host, port } = options;
  const servers = [await listen(createFront(options), host, port)];
  if (host === LOOPBACK)
    await listen(createFront(options), '::1', port).then(
      (server) => servers.push(server),
      () => undefined,
    );
  const close = () => {
    for (const server of servers) {
      server.close();
      server.closeAllConnections();
    }
  };
  return { close };
}

async function listen(server: Server, host: string, port: number): Promise<Server> {
  server.listen({ host, port });
  await once(server, 'listening');
  return server;
}

function createFront(options: FrontOptions): Server {
  const serve: RequestListener = (request, response) => void handOn(request, response, options);
  const server = options.tls
    ? createTlsServer({ cert: readFileSync(options.tls.cert), key: readFileSync(options.tls.key) }, serve)
    : createServer(serve);
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) =>
    handUpgradeOn(request, socket, head, options),
  );
  return server;
}

/** Why a request is not handed on; null where it is. */
function refusalOf({ headers, url = '' }: IncomingMessage, names: readonly string[]): ApiError | null {
  if (!isOwnHost(headers.host ?? '', names)) return new ApiError('host_refused');
  const path = pathOf(url);
  if (path === null) return new ApiError('bad_request');
  return /^\/+cdn-cgi(\/|$)/i.test(path) ? new ApiError('not_found') : null;
}

/**
 * As workerd reads it: without dot segments, and a backslash is a slash. Null for what is no path (RFC 9112
 * §3.2.2 to 3.2.4).
 */
function pathOf(target: string): string | null {
  if (!/^[/\\]/.test(target) || !URL.canParse(`http://localhost${target}`)) return null;
  const { pathname } = new URL(`http://localhost${target}`);
  try {
    return decodeURIComponent(pathname);
  } catch {
    return pathname;
  }
}

function handOn(request: IncomingMessage, response: ServerResponse, options: FrontOptions): void {
  const refusal = refusalOf(request, options.names);
  if (refusal) return refuse(request, response, refusal);
  const onward = ask({ ...targetOf(request, options), headers: headersFor(request, options) });
  onward.once('response', (reply) => {
    response.writeHead(reply.statusCode ?? 502, endToEnd(reply.rawHeaders));
    reply.once('error', () => response.destroy());
    reply.pipe(response);
  });
  onward.on('error', () => {
    // After the answer's head this is the app refusing the rest of a body: the answer goes on.
    if (!response.headersSent) refuse(request, response, new ApiError('proxy_failed'));
  });
  response.once('close', () => {
    if (response.writableFinished) return;
    // By a reset: workerd takes a bare end of stream for a half-open connection and would go on asking the
    // worker.
    onward.socket?.resetAndDestroy();
    onward.destroy();
  });
  request.once('error', () => undefined);
  sendBody(request, onward);
}

/** Bytes: an offer, of 64 KiB at most, is shorter. */
const TOGETHER = 64 * 1024;

/**
 * A short body goes in one piece with its head. An app that refuses by the head alone closes the connection,
 * and a body that arrives after that resets it, answer included (RFC 9112 §9.6): 2 of 10,000 requests lost
 * theirs.
 */
function sendBody(request: IncomingMessage, onward: ClientRequest): void {
  const isShort = Number(request.headers['content-length'] ?? Number.NaN) <= TOGETHER;
  if (!isShort) return void request.pipe(onward);
  buffer(request).then(
    (body) => onward.end(body),
    () => onward.destroy(),
  );
}

function refuse(request: IncomingMessage, response: ServerResponse, { code, message, status }: ApiError) {
  const body = JSON.stringify({ error: { code, message } } satisfies ApiErrorBody);
  response.writeHead(status, {
    'Content-Type': 'application/json',
    'Cache-Control': 'no-store',
    // Whatever of the body is still to come is not read.
    Connection: 'close',
  });
  response.end(request.method === 'HEAD' ? undefined : body);
  request.resume();
}

/**
 * A connection for each request: a reused one that workerd is just closing would fail a request that must not
 * be sent twice.
 */
function targetOf({ method, url }: IncomingMessage, { appPort }: FrontOptions) {
  return { host: LOOPBACK, port: appPort, method, path: url, agent: false as const };
}

/** Ends at the next hop (RFC 9110 §7.6.1); Node writes its own. */
const HOP = /^(connection|keep-alive|proxy-.*|te|trailer|transfer-encoding|upgrade)$/;
/** What only the edge, wrangler or another proxy may say: nobody of them stands before this front. */
const CLAIMS = /^(mf-.*|cf-.*|x-forwarded-.*|x-sightline-.*|forwarded|x-real-ip|true-client-ip)$/;

function headersFor(request: IncomingMessage, { secret }: FrontOptions): OutgoingHttpHeaders {
  const kept = Object.entries(request.headers).filter(([name]) => !HOP.test(name) && !CLAIMS.test(name));
  return {
    ...Object.fromEntries(kept),
    // For this one request. At `close` a server that refuses a body closes at once, and its answer is lost
    // (RFC 9112 §9.6).
    Connection: 'keep-alive',
    'CF-Connecting-IP': addressOf(request),
    [FRONT_HEADER]: frontWord(secret, { here: isHere(request), https: 'encrypted' in request.socket }),
  };
}

/**
 * Whether a person at this machine asks: at its loopback, by its loopback name, and through nobody. A
 * tunnel's program would be at loopback as well, for all of its visitors; those that rewrite the Host say so
 * in a header of the kind that `CLAIMS` takes away.
 */
function isHere(request: IncomingMessage): boolean {
  const through = Object.keys(request.headers).some((name) => CLAIMS.test(name));
  return !through && isLoopback(addressOf(request)) && isLoopback(hostName(request.headers.host ?? '') ?? '');
}

/** An IPv4 address behind an IPv6 socket as itself (RFC 4291 §2.5.5.2). */
function addressOf({ socket }: IncomingMessage): string {
  return (socket.remoteAddress ?? '').replace(/^::ffff:(?=[\d.]+$)/, '');
}

function endToEnd(raw: readonly string[]): string[] {
  const kept: string[] = [];
  for (let at = 0; at < raw.length; at += 2) {
    const [name = '', value = ''] = raw.slice(at, at + 2);
    if (!HOP.test(name.toLowerCase())) kept.push(name, value);
  }
  return kept;
}

/** WebSockets: Vite's, by which `npm run dev` reloads what was changed. */
function handUpgradeOn(request: IncomingMessage, socket: Duplex, head: Buffer, options: FrontOptions): void {
  socket.on('error', () => socket.destroy());
  const refusal = refusalOf(request, options.names);
  const isWebSocket = request.headers.upgrade?.toLowerCase() === 'websocket';
  if (refusal || !isWebSocket) return endWith(socket, refusal?.status ?? 400);
  const headers = { ...headersFor(request, options), Connection: 'Upgrade', Upgrade: 'websocket' };
  const onward = ask({ ...targetOf(request, options), headers });
  onward.once('upgrade', (reply, far, farHead) => {
    socket.write(headOf(reply));
    socket.unshift(head);
    far.unshift(farHead);
    far.on('error', () => socket.destroy());
    socket.on('close', () => far.destroy());
    far.on('close', () => socket.destroy());
    far.pipe(socket).pipe(far);
  });
  onward.once('response', ({ statusCode }) => endWith(socket, statusCode ?? 502));
  onward.on('error', () => endWith(socket, 503));
  onward.end();
}

function headOf({ statusCode, rawHeaders }: IncomingMessage): string {
  const lines = rawHeaders.flatMap((name, at) => (at % 2 === 0 ? [`${name}: ${rawHeaders[at + 1]}`] : []));
  return [`HTTP/1.1 ${statusCode} Switching Protocols`, ...lines, '', ''].join('\r\n');
}

function endWith(socket: Duplex, status: number): void {
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\n\r\n`);
}
