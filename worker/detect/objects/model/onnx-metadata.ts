/**
 * Reads `metadata_props` out of an ONNX file, where exporters write class names: onnxruntime-node has no way to ask
 * for them. Protocol Buffers' wire format: a field is a varint tag, then a varint, 4 or 8 bytes, or a length and that
 * many bytes. Weights are stepped over, not read.
 */

/** The bytes are no ONNX model. */
export class NotOnnx extends Error {}

/** Field numbers of onnx.proto's ModelProto and StringStringEntryProto. */
const GRAPH = 7;
const METADATA = 14;
const KEY = 1;
const VALUE = 2;

/** Names of a thousand classes take some 20 kB. */
const MAX_ENTRY_BYTES = 1 << 20;
const MAX_ENTRIES = 1000;

/** @param bytes a whole file. @throws NotOnnx where the bytes end early, break the wire format or hold no graph. */
export function readOnnxMetadata(bytes: Uint8Array): Map<string, string> {
  const found = new Map<string, string>();
  let hasGraph = false;
  for (const { field, content } of fields(bytes)) {
    if (field === GRAPH && content) hasGraph = true;
    if (field === METADATA && content && content.length <= MAX_ENTRY_BYTES && found.size < MAX_ENTRIES) {
      const { key, value } = readEntry(content);
      found.set(key, value);
    }
  }
  if (!hasGraph) throw new NotOnnx('It holds no graph.');
  return found;
}

function readEntry(bytes: Uint8Array): { key: string; value: string } {
  const entry = { key: '', value: '' };
  for (const { field, content } of fields(bytes)) {
    if (field === KEY && content) entry.key = new TextDecoder().decode(content);
    if (field === VALUE && content) entry.value = new TextDecoder().decode(content);
  }
  return entry;
}

type Field = { field: number; content: Uint8Array | null };

/** `content` is null for numbers. */
function* fields(bytes: Uint8Array): Generator<Field> {
  let at = 0;
  while (at < bytes.length) {
    const tag = readVarint(bytes, at);
    const field = Math.floor(tag.value / 8);
    if (field === 0) throw new NotOnnx('A field has the number 0.');
    const body = readBody(bytes, tag.next, tag.value % 8);
    yield { field, content: body.content };
    at = body.next;
  }
}

function readBody(bytes: Uint8Array, at: number, wireType: number) {
  switch (wireType) {
    case 0:
      return { content: null, next: readVarint(bytes, at).next };
    case 1:
      return { content: null, next: within(bytes, at + 8) };
    case 2: {
      const length = readVarint(bytes, at);
      const next = within(bytes, length.next + length.value);
      return { content: bytes.subarray(length.next, next), next };
    }
    case 5:
      return { content: null, next: within(bytes, at + 4) };
    default:
      throw new NotOnnx(`A field has the unknown wire type ${wireType}.`);
  }
}

function within(bytes: Uint8Array, end: number): number {
  if (end > bytes.length) throw new NotOnnx('It ends early.');
  return end;
}

/** At most ten bytes; multiplied, not shifted, as lengths may pass 2^31. */
function readVarint(bytes: Uint8Array, start: number): { value: number; next: number } {
  let value = 0;
  for (let at = start; at < start + 10; at += 1) {
    const byte = bytes[at];
    if (byte === undefined) throw new NotOnnx('It ends early.');
    value += (byte & 0x7f) * 2 ** (7 * (at - start));
    if (byte < 0x80) return { value, next: at + 1 };
  }
  throw new NotOnnx('A number is longer than ten bytes.');
}
