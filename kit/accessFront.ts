/**
 * Cloudflare Access as a browser meets it, without its signature (kit/accessTeam.ts has that): stands before
 * the app, lets through who holds a session, and sends everybody else to a login on another origin. What is
 * below /cdn-cgi/access/ it answers itself.
 * developers.cloudflare.com/cloudflare-one/access-controls/applications/http-apps/authorization-cookie
 */
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { listen, shut } from './standins/upstream';

export type AccessFront = {
  /** The app's origin for a browser. */
  url: string;
  /** Where the login is. */
  loginUrl: string;
  /** As when the session's time is over. */
  endSessions(): void;
  /** The sessions end with the next request to this path. */
  endAt(path: string): void;
  stop(): Promise<void>;
};

const COOKIE = 'CF_Authorization';

export async function startAccessFront(appUrl: string): Promise<AccessFront> {
  const sessions = new Set<string>();
  let last: string | null = null;
  let url = '';
  const login = createServer((asked, reply) => {
    const back = new URL(asked.url ?? '', 'http://login').searchParams.get('redirect_url') ?? '/';
    const onward = `${url}/cdn-cgi/access/authorized?redirect_url=${encodeURIComponent(back)}`;
    page(reply, `<h1>Sign in to Access</h1><a href="${onward}">Log in</a>`);
  });
  const loginUrl = await listen(login, 0);
  const front = createServer((asked, reply) => {
    const { pathname, searchParams } = new URL(asked.url ?? '', 'http://front');
    if (pathname === last) {
      sessions.clear();
      last = null;
    }
    if (pathname === '/cdn-cgi/access/authorized') {
      const session = randomUUID();
      sessions.add(session);
      const cookie = `${COOKIE}=${session}; Path=/; HttpOnly`;
      return redirect(reply, searchParams.get('redirect_url') ?? '/', { 'Set-Cookie': cookie });
    }
    if (pathname === '/cdn-cgi/access/logout') return page(reply, '<h1>You are logged out of Access</h1>');
    if (sessions.has(sessionOf(asked))) return pass(appUrl, asked, reply);
    redirect(reply, `${loginUrl}/cdn-cgi/access/login?redirect_url=${encodeURIComponent(asked.url ?? '/')}`);
  });
  await listen(front, 0);
  // A name: to the browser the login, at 127.0.0.1, is another site.
  url = `http://localhost:${(front.address() as AddressInfo).port}`;
  return {
    url,
    loginUrl,
    endSessions: () => sessions.clear(),
    endAt: (path) => {
      last = path;
    },
    stop: async () => {
      await Promise.all([shut(front), shut(login)]);
    },
  };
}

function sessionOf({ headers }: IncomingMessage): string {
  return new RegExp(`${COOKIE}=([\\w-]+)`).exec(headers.cookie ?? '')?.[1] ?? '';
}

/** With the Host that the browser named, by which the proxy knows its own page. */
function pass(appUrl: string, asked: IncomingMessage, reply: ServerResponse): void {
  const { method, headers, url = '/' } = asked;
  const onward = request(`${appUrl}${url}`, { method, headers }, (answer) => {
    reply.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(reply);
  });
  onward.on('error', () => reply.destroy());
  reply.on('close', () => onward.destroy());
  asked.pipe(onward);
}

function redirect(reply: ServerResponse, to: string, headers: Record<string, string> = {}): void {
  reply.writeHead(302, { Location: to, ...headers }).end();
}

function page(reply: ServerResponse, body: string): void {
  reply.writeHead(200, { 'Content-Type': 'text/html' }).end(`<!doctype html><title>Access</title>${body}`);
}
