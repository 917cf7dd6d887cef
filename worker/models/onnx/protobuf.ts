/** Writes what an ONNX file takes of https://protobuf.dev/programming-guides/encoding/ */

export type Message = readonly Uint8Array[];

const utf8 = new TextEncoder();

export function whole(field: number, value: number): Uint8Array {
  return Uint8Array.from([...varint(field * 8), ...varint(value)]);
}

/** Of 32 bits. */
export function real(field: number, value: number): Uint8Array {
  return Uint8Array.from([...varint(field * 8 + 5), ...new Uint8Array(Float32Array.of(value).buffer)]);
}

export function bytes(field: number, content: Uint8Array): Uint8Array {
  return concat([Uint8Array.from([...varint(field * 8 + 2), ...varint(content.length)]), content]);
}

export const text = (field: number, value: string) => bytes(field, utf8.encode(value));
export const message = (field: number, parts: Message) => bytes(field, concat(parts));

export function concat(parts: Message): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** @param value whole, from 0 to 2^53. */
function varint(value: number): number[] {
  const low = value % 128;
  return value < 128 ? [low] : [low + 128, ...varint(Math.floor(value / 128))];
}
