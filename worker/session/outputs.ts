/** Which outputs a client wants in each message: none, all, or some by name. */
import { wrongOutputs } from '../errors';

export type OutputMode = { kind: 'none' } | { kind: 'all' } | { kind: 'some'; names: string[] };

type Names = readonly (string | null)[] | null | undefined;

/** null and [] ask for none, ["*"] for all. */
export function toOutputMode(names: Names): OutputMode {
  const given = realNames(names);
  if (given.length === 0) return { kind: 'none' };
  return given.includes('*') ? { kind: 'all' } : { kind: 'some', names: given };
}

/** Holds a request's names against what the workflow has, as the hosted worker does (webrtc.py:664-691). @throws Refusal (400) */
export function checkOutputNames(
  field: 'data_output' | 'stream_output',
  names: Names,
  known: readonly string[],
) {
  const wrong = realNames(names).find(
    (name) => !known.includes(name) && !(field === 'data_output' && name === '*'),
  );
  if (wrong === undefined) return;
  throw wrongOutputs(
    `${field} names "${wrong}", which the workflow does not have. It has: ${known.join(', ')}.`,
  );
}

/** What goes into `serialized_output_data`, null where nothing is left, and a word on each name that is not there. */
export function selectOutputs(mode: OutputMode, outputs: Record<string, unknown>) {
  if (mode.kind === 'none') return { data: null, errors: [] };
  if (mode.kind === 'all') return { data: outputs, errors: [] };
  const present = mode.names.filter((name) => Object.hasOwn(outputs, name));
  return {
    data: present.length > 0 ? Object.fromEntries(present.map((name) => [name, outputs[name]])) : null,
    errors: mode.names
      .filter((name) => !present.includes(name))
      .map((name) => `The workflow has no output "${name}".`),
  };
}

function realNames(names: Names): string[] {
  return (names ?? []).filter((name): name is string => name !== null && name !== '');
}
