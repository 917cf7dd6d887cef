/**
 * Asks a session for what is used of its outputs. "*" leaves pictures out, but not lists of them: crops come
 * as base64 in every frame (seen with inference 1.8.3), a hundred times what the boxes take.
 */
/** Crops stand in lists, in groups of them at most. */
const DEEPEST = 4;

export type Outputs = Record<string, unknown>;

/** The names to ask for, or null where none of them holds pictures. */
export function usefulOutputs(outputs: Outputs): string[] | null {
  const useful = Object.keys(outputs).filter((name) => !holdsPicture(outputs[name], DEEPEST));
  return useful.length === Object.keys(outputs).length ? null : useful;
}

/**
 * A picture on the wire is `{"type":"base64","value":"…"}`. The first entries of a list tell what the others
 * are.
 */
function holdsPicture(value: unknown, depth: number): boolean {
  if (depth === 0 || typeof value !== 'object' || value === null) return false;
  if (Array.isArray(value)) return value.slice(0, 3).some((entry) => holdsPicture(entry, depth - 1));
  const { type, value: content } = value as { type?: unknown; value?: unknown };
  if (type === 'base64' && typeof content === 'string') return true;
  return Object.values(value).some((entry) => Array.isArray(entry) && holdsPicture(entry, depth - 1));
}

type TextChannel = { readonly readyState: RTCDataChannelState; send(text: string): void };

/**
 * Tells the worker once an output turns out to hold pictures; a list may be empty for the first hundred
 * frames.
 */
export function createNarrowing(channel: TextChannel): (outputs: Outputs) => void {
  return (outputs) => {
    const names = usefulOutputs(outputs);
    if (names === null || channel.readyState !== 'open') return;
    channel.send(JSON.stringify({ data_output: names }));
  };
}
