import type { IncomingMessage } from 'node:http';
import { parseJson } from '../../protocol/parse';
import { busyHangingUp, tooLarge } from '../errors';
import { collectSoon } from '../runtime/collect';
import type { Held } from './bodies';
import { jsonInvalid, notAnObject } from './schema-errors';

/** What is worth collecting at once when it is done. */
const LARGE_BYTES = 1024 * 1024;

const UNCOUNTED: Pick<Held, 'take'> = { take: () => true };

/**
 * Reads a JSON body of at most `limitBytes`, where there is room for it. Only `application/json` counts: a
 * foreign web page can post other types to this machine without asking first (CORS "simple" requests), JSON
 * it cannot.
 * @throws Refusal: 413, 503 where there is no room, or 422 where it is no JSON.
 */
export async function readJson(
  request: IncomingMessage,
  limitBytes: number,
  held: Pick<Held, 'take'> = UNCOUNTED,
): Promise<unknown> {
  const declared = Number(request.headers['content-length'] ?? 0);
  if (declared > limitBytes) throw tooLarge(limitBytes);
  if (!/^application\/json\s*(;|$)/i.test(request.headers['content-type'] ?? '')) throw notAnObject();
  const body = parseJson((await readBytes(request, limitBytes, held)).toString('utf8'));
  if (body === undefined) throw jsonInvalid();
  return body;
}

async function readBytes(
  request: IncomingMessage,
  limitBytes: number,
  held: Pick<Held, 'take'>,
): Promise<Buffer> {
  const parts: Buffer[] = [];
  let length = 0;
  // Left open on a throw: the refusal still has to be written on this connection.
  for await (const part of request.iterator({ destroyOnReturn: false })) {
    length += part.length;
    if (length > limitBytes) throw tooLarge(limitBytes);
    if (!held.take(part.length)) throw busyHangingUp();
    parts.push(part);
  }
  if (length > LARGE_BYTES) collectSoon();
  return Buffer.concat(parts);
}
