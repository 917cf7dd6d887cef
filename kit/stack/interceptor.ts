/** Passes on what the proxy asks the real worker, and can ask it for a workflow that it does not have. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { listen, shut } from '../standins/upstream';

export type Interceptor = {
  url: string;
  /** The POSTs that came through, oldest first. */
  posts: { path: string; bytes: number }[];
  /** While set, every offer asks for this workflow: the refusal is the real worker's own. */
  askFor(workflowId: string | null): void;
  close(): Promise<void>;
};

export async function startInterceptor(workerUrl: string): Promise<Interceptor> {
  const posts: Interceptor['posts'] = [];
  let instead: string | null = null;
  const server = createServer((request, response) => {
    void passOn(workerUrl, request, response, instead).then((bytes) => {
      if (request.method === 'POST') posts.push({ path: request.url ?? '', bytes });
    });
  });
  return {
    url: await listen(server, 0),
    posts,
    askFor: (workflowId) => {
      instead = workflowId;
    },
    close: () => shut(server),
  };
}

/** @returns the size of the request's body, bytes. */
async function passOn(
  workerUrl: string,
  request: IncomingMessage,
  response: ServerResponse,
  instead: string | null,
): Promise<number> {
  let bytes = 0;
  // Who hangs up here hangs up on the worker.
  const left = new AbortController();
  response.once('close', () => left.abort());
  try {
    const body = await buffer(request);
    bytes = body.length;
    const answer = await fetch(`${workerUrl}${request.url}`, {
      method: request.method ?? 'GET',
      headers: headersOf(request),
      signal: left.signal,
      ...(request.method === 'POST' ? { body: instead === null ? body : rewritten(body, instead) } : {}),
    });
    const contentType = answer.headers.get('content-type') ?? 'application/octet-stream';
    response
      .writeHead(answer.status, { 'Content-Type': contentType })
      .end(Buffer.from(await answer.arrayBuffer()));
  } catch {
    // The worker is down. A connection that breaks off is what the proxy would see of it.
    response.destroy();
  }
  return bytes;
}

function headersOf({ headers }: IncomingMessage): Record<string, string> {
  const kept = ['content-type', 'authorization', 'accept'] as const;
  return Object.fromEntries(kept.flatMap((name) => (headers[name] ? [[name, headers[name]]] : [])));
}

function rewritten(body: Buffer, workflowId: string): string {
  const request = JSON.parse(body.toString('utf8'));
  request.workflow_configuration = { ...request.workflow_configuration, workflow_id: workflowId };
  return JSON.stringify(request);
}
