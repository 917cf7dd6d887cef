import * as v from 'valibot';
import { parseJson } from '../../protocol/parse';
import { type ControlMessage, controlMessage } from '../../protocol/worker';

/** @returns null for what is no control message; it changes nothing, as in the hosted worker. */
export function parseControl(text: string): ControlMessage | null {
  const parsed = v.safeParse(controlMessage, parseJson(text));
  return parsed.success ? parsed.output : null;
}
