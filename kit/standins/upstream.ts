/** An upstream that answers what a test tells it to, and remembers what it was asked. On loopback. */
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export type SeenRequest = {
  method: string;
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
  /** Whether the caller left before an answer was written. */
  abandoned: boolean;
};
/** 'hang': the request is read and never answered. Text is sent as HTML, anything else as JSON. */
export type Answer = { status: number; body: unknown; headers?: Record<string, string> } | 'hang';

export type Upstream = {
  url: string;
  requests: SeenRequest[];
  answer(next: Answer | ((request: SeenRequest) => Answer)): void;
  close(): Promise<void>;
};

export async function startUpstream({ port = 0 }: { port?: number } = {}): Promise<Upstream> {
  const requests: SeenRequest[] = [];
  let next: Answer | ((request: SeenRequest) => Answer) = { status: 404, body: {} };
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      const seen = remember(request, body, response);
      requests.push(seen);
      write(response, typeof next === 'function' ? next(seen) : next);
    });
  });
  const answer: Upstream['answer'] = (given) => {
    next = given;
  };
  return { url: await listen(server, port), requests, answer, close: () => shut(server) };
}

/** @returns the server's address, without a trailing slash. Port 0 takes a free one. */
export function listen(server: Server, port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () =>
      resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`),
    );
  });
}

/** Closes hanging connections too. */
export function shut(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

function remember(request: IncomingMessage, body: string, response: ServerResponse): SeenRequest {
  const { method = '', url: path = '', headers } = request;
  const seen = { method, path, headers, body, abandoned: false };
  response.on('close', () => {
    seen.abandoned = !response.writableFinished;
  });
  return seen;
}

function write(response: ServerResponse, answer: Answer): void {
  if (answer === 'hang') return;
  const isText = typeof answer.body === 'string';
  response.writeHead(answer.status, {
    'Content-Type': isText ? 'text/html' : 'application/json',
    ...answer.headers,
  });
  response.end(isText ? answer.body : JSON.stringify(answer.body));
}
