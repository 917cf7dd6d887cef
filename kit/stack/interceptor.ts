/** Passes on what the proxy asks the real worker, and can ask it for a workflow that it does not have. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { listen, shut } from '../standins/upstream';

type Post = { path: string; bytes: number };

export type Interceptor = {
  url: string;
  /** The POSTs that came through, oldest first. */
  posts: Post[];
  /** Of them the photos: to a workflow itself, and not to what describes it, which the proxy asks for when it likes. */
  photos(): Post[];
  /** While set, every offer asks for this workflow: the refusal is the real worker's own. */
  askFor(workflowId: string | null): void;
  /** While set, every offer asks for no video back: the answer is the real worker's own. */
  askForNoVideo(on: boolean): void;
  close(): Promise<void>;
};

export async function startInterceptor(workerUrl: string): Promise<Interceptor> {
  const posts: Interceptor['posts'] = [];
  let instead: string | null = null;
  let withoutVideo = false;
  const changed = (body: Buffer<ArrayBuffer>) => {
    const changes = [instead !== null && toWorkflow(instead), withoutVideo && toNoVideo];
    return changes.reduce<Buffer<ArrayBuffer> | string>(
      (text, change) => (change ? rewritten(text, change) : text),
      body,
    );
  };
  const server = createServer((request, response) => {
    void passOn(workerUrl, request, response, changed).then((bytes) => {
      if (request.method === 'POST') posts.push({ path: request.url ?? '', bytes });
    });
  });
  return {
    url: await listen(server, 0),
    posts,
    photos: () => posts.filter(({ path }) => /\/workflows\/[^/?]+(?:\?|$)/.test(path)),
    askFor: (workflowId) => {
      instead = workflowId;
    },
    askForNoVideo: (on) => {
      withoutVideo = on;
    },
    close: () => shut(server),
  };
}

/** @returns the size of the request's body, bytes. */
async function passOn(
  workerUrl: string,
  request: IncomingMessage,
  response: ServerResponse,
  changed: (body: Buffer<ArrayBuffer>) => Buffer<ArrayBuffer> | string,
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
      ...(request.method === 'POST' ? { body: changed(body) } : {}),
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

type Asked = { workflow_configuration?: object; [field: string]: unknown };

const toWorkflow = (workflow_id: string) => (request: Asked) => ({
  ...request,
  workflow_configuration: { ...request.workflow_configuration, workflow_id },
});
/** A photo has no such field. */
const toNoVideo = (request: Asked) =>
  'stream_output' in request ? { ...request, stream_output: [] } : request;

function rewritten(body: Buffer<ArrayBuffer> | string, change: (request: Asked) => Asked): string {
  return JSON.stringify(change(JSON.parse(body.toString())));
}
