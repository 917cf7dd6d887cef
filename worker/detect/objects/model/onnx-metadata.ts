/**
 * Reads `metadata_props` out of an ONNX file, where exporters write class names: onnxruntime-node has no way
 * to ask for them. Protocol Buffers' wire format: a field is a varint tag, then a varint, 4 or 8 bytes, or a
 * length and that many bytes. Weights are stepped over, not read.
 */

/** The bytes are no ONNX model. */
export class NotOnnx extends Error {}

/**
 * Field numbers of onnx.proto's ModelProto, StringStringEntryProto, GraphProto, NodeProto and AttributeProto.
 */
const PRODUCER = 2;
const GRAPH = 7;
const METADATA = 14;
const KEY = 1;
const VALUE = 2;
const NODE = 1;
const OPERATOR = 4;
const ATTRIBUTE = 5;
const NAME = 1;
const INTEGER = 3;

/** Names of a thousand classes take some 20 kB. */
const MAX_ENTRY_BYTES = 1 << 20;
const MAX_ENTRIES = 1000;

/**
 * @param bytes a whole file. @throws NotOnnx where the bytes end early, break the wire format or hold no
 * graph.
 */
export function readOnnxMetadata(bytes: Uint8Array): Map<string, string> {
  const found = new Map<string, string>();
  let hasGraph = false;
  for (const { field, content } of fields(bytes)) {
    if (field === GRAPH && content) hasGraph = true;
    if (field === METADATA && content && found.size < MAX_ENTRIES) {
      const { key, value } = readEntry(content);
      found.set(key, value);
    }
  }
  if (!hasGraph) throw new NotOnnx('It holds no graph.');
  return found;
}

/** Of what a value says that is too long to be read; whoever wants it finds something that cannot be. */
const TOO_LONG = '(too long)';

function readEntry(bytes: Uint8Array): { key: string; value: string } {
  const entry = { key: '', value: '' };
  for (const { field, content } of fields(bytes)) {
    if (field === KEY && content) entry.key = readText(content);
    if (field === VALUE && content) entry.value = readText(content);
  }
  return entry;
}

function readText(bytes: Uint8Array): string {
  return bytes.length > MAX_ENTRY_BYTES ? TOO_LONG : new TextDecoder().decode(bytes);
}

export type OnnxOrigin = {
  /** The program that wrote the file; empty where it does not say. */
  producer: string;
  /** What its operator NonMaxSuppression takes; null where it has none. */
  suppression: 'centres' | 'corners' | null;
};

/** @throws NotOnnx */
export function readOnnxOrigin(bytes: Uint8Array): OnnxOrigin {
  const origin: OnnxOrigin = { producer: '', suppression: null };
  for (const { field, content } of fields(bytes)) {
    if (field === PRODUCER && content) origin.producer = readText(content);
    if (field === GRAPH && content) origin.suppression = readSuppression(content);
  }
  return origin;
}

function readSuppression(graph: Uint8Array): OnnxOrigin['suppression'] {
  for (const { field, content } of fields(graph)) {
    if (field !== NODE || !content) continue;
    const parts = [...fields(content)];
    const isIt = parts.some((part) => part.field === OPERATOR && textOf(part) === 'NonMaxSuppression');
    if (isIt) return parts.some(isCentred) ? 'centres' : 'corners';
  }
  return null;
}

function isCentred({ field, content }: Field): boolean {
  if (field !== ATTRIBUTE || !content) return false;
  const parts = [...fields(content)];
  return (
    parts.some((part) => part.field === NAME && textOf(part) === 'center_point_box') &&
    parts.some((part) => part.field === INTEGER && part.value === 1)
  );
}

const textOf = ({ content }: Field) => (content ? readText(content) : '');

/** `content` is null for numbers, `value` 0 for all but varints. */
type Field = { field: number; content: Uint8Array | null; value: number };

function* fields(bytes: Uint8Array): Generator<Field> {
  let at = 0;
  while (at < bytes.length) {
    const tag = readVarint(bytes, at);
    const field = Math.floor(tag.value / 8);
    if (field === 0) throw new NotOnnx('A field has the number 0.');
    const body = readBody(bytes, tag.next, tag.value % 8);
    yield { field, content: body.content, value: body.value ?? 0 };
    at = body.next;
  }
}

type Body = { content: Uint8Array | null; next: number; value?: number };

function readBody(bytes: Uint8Array, at: number, wireType: number): Body {
  switch (wireType) {
    case 0:
      return { content: null, ...readVarint(bytes, at) };
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
