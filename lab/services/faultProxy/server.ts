/**
 * Stands before the app, passes everything on, and can be told to misbehave; a program of its own, because it
 * must run in the internet's namespace. Its first line of stdin is the setup; see `faultProxy.ts` for the
 * others. It ends when stdin closes.
 */
import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Agent, createServer, request } from 'node:https';
import { createInterface } from 'node:readline';
import { buffer } from 'node:stream/consumers';
import { HOSTS } from '../../network/addresses';
import { RELAY_HOST } from '../relay';
import { AS_IT_IS, type Behaviour, type Setup } from './behaviour';
import { renamed, shortLived, tlsOnly, withoutDecoys, withoutRelay, wrongPass } from './edits';

const TURN_ROUTE = '/v1/webrtc-turn-config/';
const CONFIG_ROUTE = '/v1/config';
const OFFER_ROUTE = '/v1/webrtc-offer';
/** Of the connection, not of the message (RFC 9110 §7.6.1); lengths are told anew. */
const HOP_BY_HOP = new Set(['connection', 'keep-alive', 'transfer-encoding', 'content-length']);

let behaviour: Behaviour = AS_IT_IS;

type Headers = Record<string, string | string[] | number | undefined>;

const headersOf = ({ headers }: IncomingMessage): Headers =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !HOP_BY_HOP.has(name)));

function editAnswer(path: string, body: Buffer, secret: string): Buffer {
  if (path === CONFIG_ROUTE && behaviour.noRelay)
    return Buffer.from(JSON.stringify(withoutRelay(JSON.parse(body.toString('utf8')))));
  if (!path.startsWith(TURN_ROUTE)) return body;
  let answer = JSON.parse(body.toString('utf8'));
  if (behaviour.ttlSeconds !== null) answer = shortLived(answer, behaviour.ttlSeconds, secret, Date.now());
  if (behaviour.tlsOnly) answer = tlsOnly(answer);
  if (behaviour.wrongPass) answer = wrongPass(answer);
  if (behaviour.wrongName) answer = renamed(answer, RELAY_HOST, HOSTS.relay);
  return Buffer.from(JSON.stringify(answer));
}

function ask(setup: Setup, agent: Agent, asked: IncomingMessage, body: Buffer): Promise<IncomingMessage> {
  const { ip, upstreamPort, name } = setup;
  return new Promise((resolve, reject) => {
    const headers = headersOf(asked);
    if (body.length > 0) headers['content-length'] = body.length;
    // What is to be edited must come as it is.
    if (asked.url?.startsWith(TURN_ROUTE) || asked.url === CONFIG_ROUTE) delete headers['accept-encoding'];
    const options = { host: ip, port: upstreamPort, servername: name, agent, headers };
    const onward = request({ ...options, method: asked.method, path: asked.url }, resolve);
    onward.on('error', reject);
    asked.socket.once('close', () => onward.destroy());
    onward.end(body);
  });
}

async function pass(
  setup: Setup,
  agent: Agent,
  asked: IncomingMessage,
  reply: ServerResponse,
): Promise<void> {
  const path = asked.url ?? '/';
  const raw = await buffer(asked);
  if (behaviour.failWith !== null && path.startsWith('/v1/')) {
    reply.writeHead(behaviour.failWith, { 'content-type': 'text/plain' }).end('Out of order, by the lab.');
    return;
  }
  if (behaviour.portal && path.startsWith('/v1/')) {
    reply.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Welcome to the lab</h1>');
    return;
  }
  const strips = behaviour.stripDecoys && path.startsWith(OFFER_ROUTE);
  const body = strips ? Buffer.from(withoutDecoys(raw.toString('utf8'))) : raw;
  const answer = await ask(setup, agent, asked, body);
  const whole = await buffer(answer);
  const ok = answer.statusCode === 200;
  reply
    .writeHead(answer.statusCode ?? 502, headersOf(answer))
    .end(ok ? editAnswer(path, whole, setup.secret) : whole);
}

function listen(setup: Setup): Promise<void> {
  const { ip, port, cert, key, ca } = setup;
  const agent = new Agent({ keepAlive: true, ca: readFileSync(ca) });
  const tls = { cert: readFileSync(cert), key: readFileSync(key) };
  const server = createServer(tls, (asked, reply) => {
    // A hang-up on either side; the page sees what it would see of the app.
    pass(setup, agent, asked, reply).catch(() => reply.destroy());
  });
  return new Promise((resolve) => server.listen(port, ip, resolve));
}

async function take(line: string): Promise<void> {
  const { setup, change } = JSON.parse(line) as { setup?: Setup; change?: Partial<Behaviour> };
  if (setup) await listen(setup);
  if (change) behaviour = { ...behaviour, ...change };
  console.log('{}');
}

const lines = createInterface({ input: process.stdin });
lines.on('line', (line) => void take(line));
lines.on('close', () => process.exit(0));
