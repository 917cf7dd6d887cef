/** What a workflow takes and gives: the hosted server's two `describe_interface` routes. */
import type { IncomingMessage } from 'node:http';
import * as v from 'valibot';
import type { Interface } from '../workflows/types';
import { readJson } from './body';
import { checkKey, resolveKey } from './keys';
import type { PhotoTarget } from './photo';
import { parseBody } from './schema-errors';
import type { Services } from './services';

const MAX_BODY_BYTES = 1024 * 1024;

const named = v.object({ api_key: v.nullish(v.string()) });
const inline = v.object({ ...named.entries, specification: v.record(v.string(), v.unknown()) });

/** Asks for a key where the hosted one does: both times. */
export async function handleInterface(
  request: IncomingMessage,
  target: PhotoTarget,
  { settings, registry }: Services,
): Promise<Interface> {
  const sent = await readJson(request, MAX_BODY_BYTES);
  const specification = target ? null : parseBody(inline, sent).specification;
  checkKey(resolveKey(request, parseBody(named, sent).api_key), settings.apiKeys, true);
  return registry.describe({ specification, workspace: target?.workspace, id: target?.id });
}
