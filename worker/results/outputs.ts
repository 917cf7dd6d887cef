/**
 * Which outputs a client wants: in each message none, all that are no pictures, or some by name; as video
 * none or one.
 */
import { wrongOutputs } from '../errors';
import type { Workflow } from '../workflows/types';

export type OutputMode = { kind: 'none' } | { kind: 'all' } | { kind: 'some'; names: string[] };
/** `first` is the workflow's first picture; `nothing` goes on sending frames, as they come. */
export type StreamMode = { kind: 'first' } | { kind: 'nothing' } | { kind: 'named'; name: string };

type Names = readonly (string | null)[] | null | undefined;

/**
 * null and [] ask for none, ["*"] for all; a star beside other names is a name like any (webrtc.py:317-331).
 */
export function toOutputMode(names: Names): OutputMode {
  const given = realNames(names);
  if (given.length === 0) return { kind: 'none' };
  return isStar(given) ? { kind: 'all' } : { kind: 'some', names: given };
}

/** Of a request: null where it asks for no video, which lasts for the session (webrtc.py:948-971). */
export function toStreamMode(names: Names): StreamMode | null {
  if (!names) return { kind: 'first' };
  const [name] = realNames(names);
  return name === undefined ? null : { kind: 'named', name };
}

/**
 * Of a control message in a session that sends video; it goes on without a name too (webrtc.py:1319-1332).
 */
export function switchStream(names: NonNullable<Names>): StreamMode {
  return toStreamMode(names) ?? { kind: 'nothing' };
}

/**
 * Holds a request's names against what the workflow has, as the hosted worker does (webrtc.py:664-691).
 * @throws Refusal (400)
 */
export function checkOutputNames(
  field: 'data_output' | 'stream_output',
  names: Names,
  known: readonly string[],
) {
  const given = realNames(names);
  if (field === 'data_output' && isStar(given)) return;
  const looked = field === 'stream_output' ? given.slice(0, 1) : given;
  const wrong = looked.find((name) => !known.includes(name));
  if (wrong === undefined) return;
  throw wrongOutputs(
    `${field} names "${wrong}", which the workflow does not have. It has: ${known.join(', ')}.`,
  );
}

/** The outputs to send, and a word on each name that is not there. */
export function chooseOutputs(
  mode: OutputMode,
  { outputs, pictures }: Pick<Workflow, 'outputs' | 'pictures'>,
) {
  if (mode.kind === 'none') return { names: [], errors: [] };
  if (mode.kind === 'all') return { names: outputs.filter((name) => !pictures?.has(name)), errors: [] };
  return {
    names: mode.names.filter((name) => outputs.includes(name)),
    errors: mode.names
      .filter((name) => !outputs.includes(name))
      .map((name) => `The workflow has no output "${name}".`),
  };
}

function isStar(names: string[]): boolean {
  return names.length === 1 && names[0] === '*';
}

function realNames(names: Names): string[] {
  return (names ?? []).filter((name): name is string => name !== null && name !== '');
}
