/** What failed, in words: of a whole picture, or of one output. */
import { words } from '../words/words';
import { LONGEST_REASON, MOST_FAILURES } from './kinds/bounds';
import { isRecord } from './kinds/is';
import { jsonText } from './kinds/json';
import type { Failure } from './kinds/model';
import { cut, inWords } from './kinds/text';

/** A value that the server could not write (inference v1.5.0, webrtc_worker/serializers.py). */
export const SERIALIZATION_ERROR = '__serialization_error__';

export function outputFailure(output: string, reason: unknown): Failure {
  return failure(output, words().workflow.outputUnsent({ name: literally(inWords(output)) }), reason);
}

function workflowFailure(reason: unknown): Failure {
  return failure(null, words().workflow.failed, reason);
}

export function noData(): Failure {
  return failure(null, words().workflow.sentNothing, '');
}

/** What the server adds for each output that was asked for by name, where a step failed (inference 1.8.3). */
const NOT_FOUND = /^Output '.*' not found$/s;

/**
 * The server lists a failed output among the errors, too, as `name: reason`: one failure. That an output is not
 * there is none where something else says why.
 */
export function frameFailures(errors: unknown, outputs: Failure[]): Failure[] {
  const listed = Array.isArray(errors) ? errors.slice(0, MOST_FAILURES) : [];
  const told = new Set(outputs.map(({ output, reason }) => `${output}: ${reason}`.slice(0, LONGEST_REASON)));
  const others = listed.map(workflowFailure).filter(({ reason }) => !told.has(reason));
  const all = [...outputs, ...others];
  const causes = all.filter(({ reason }) => !NOT_FOUND.test(reason));
  const byKey = new Map((causes.length > 0 ? causes : all).map((each) => [each.key, each]));
  return [...byKey.values()].slice(0, MOST_FAILURES);
}

/**
 * An answer over HTTP that is none: `{message, error_type, inner_error_message, …}` (inference,
 * http/error_handlers.py).
 */
export function refusal(answer: unknown): Failure | null {
  if (!isRecord(answer) || typeof answer.message !== 'string') return null;
  const inner = answer.inner_error_message;
  const more = typeof inner === 'string' && inner !== 'None' && !answer.message.includes(inner);
  return workflowFailure(more ? `${answer.message}\n${inner}` : answer.message);
}

/** The catalogue puts values in by String.replace, to which `$&` and its like mean something. */
const literally = (text: string) => text.replaceAll('$', '$$$$');

function failure(output: string | null, said: string, told: unknown): Failure {
  const text = typeof told === 'string' ? cut(told, LONGEST_REASON) : jsonText(told, LONGEST_REASON);
  const reason = withoutKeys(text);
  return { output, words: said, reason, key: `${output ?? ''}: ${withoutNumbers(reason)}` };
}

/** Python's requests name the address that failed in full: with the account's key in it. */
function withoutKeys(reason: string): string {
  return reason.replace(/\b(api_?key|token|secret|password)(=|["']\s*:\s*["'])[^\s&"',;)]+/gi, '$1$2…');
}

/** Ids and figures of this very frame: without them the next frame's failure is the same one. */
function withoutNumbers(reason: string): string {
  return reason.slice(0, 400).replace(/\b[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}\b|\d+(\.\d+)?/gi, '#');
}
