import * as v from 'valibot';
import { type ControlMessage, controlMessage } from '../../protocol/worker';

/** @returns null for what is no control message; it changes nothing, as in the hosted worker. */
export function parseControl(text: string): ControlMessage | null {
  try {
    const parsed = v.safeParse(controlMessage, JSON.parse(text));
    return parsed.success ? parsed.output : null;
  } catch {
    return null;
  }
}
