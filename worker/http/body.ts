import type { IncomingMessage } from 'node:http';
import { tooLarge } from '../errors';
import { jsonInvalid, notAnObject } from './schema-errors';

/**
 * Reads a JSON body of at most `limitBytes`.
 * Only `application/json` counts: a foreign web page can post other types to this machine without asking first
 * (CORS "simple" requests), JSON it cannot.
 * @throws Refusal: 413, or 422 where it is no JSON.
 */
export async function readJson(request: IncomingMessage, limitBytes: number): Promise<unknown> {
  const declared = Number(request.headers['content-length'] ?? 0);
  if (declared > limitBytes) throw tooLarge(limitBytes);
  if (!/^application\/json\s*(;|$)/i.test(request.headers['content-type'] ?? '')) throw notAnObject();
  return parse(await readBytes(request, limitBytes));
}

async function readBytes(request: IncomingMessage, limitBytes: number): Promise<Buffer> {
  const parts: Buffer[] = [];
  let length = 0;
  // Left open on a throw: the refusal still has to be written on this connection.
  for await (const part of request.iterator({ destroyOnReturn: false })) {
    length += part.length;
    if (length > limitBytes) throw tooLarge(limitBytes);
    parts.push(part);
  }
  return Buffer.concat(parts);
}

function parse(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    throw jsonInvalid();
  }
}
