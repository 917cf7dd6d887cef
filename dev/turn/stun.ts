/**
 * STUN messages as bytes and back: what a TURN client needs of RFC 8489 and RFC 8656, and no more.
 * Bytes that are not STUN decode to null: they come from the network, so they are no reason to throw.
 */
import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

export const METHODS = { binding: 1, allocate: 3, refresh: 4, createPermission: 8, channelBind: 9 } as const;
export type Method = (typeof METHODS)[keyof typeof METHODS];

const KINDS = { request: 0x000, indication: 0x010, success: 0x100, error: 0x110 } as const;
type Kind = keyof typeof KINDS;

export const ATTRIBUTES = {
  username: 0x0006,
  messageIntegrity: 0x0008,
  errorCode: 0x0009,
  channelNumber: 0x000c,
  lifetime: 0x000d,
  xorPeerAddress: 0x0012,
  realm: 0x0014,
  nonce: 0x0015,
  xorRelayedAddress: 0x0016,
  requestedFamily: 0x0017,
  requestedTransport: 0x0019,
  xorMappedAddress: 0x0020,
} as const;

export type Attribute = { type: number; value: Buffer };
export type StunMessage = { method: number; kind: Kind; transaction: Buffer; attributes: Attribute[] };
/** `port` 0..65535; `address` an IPv4 in dots or an IPv6 as eight hex groups. */
export type Endpoint = { address: string; port: number };

const COOKIE = 0x2112a442;
const HEADER_BYTES = 20;
const INTEGRITY_BYTES = 24;

export function newTransaction(): Buffer {
  return randomBytes(12);
}

/** RFC 8489 §9.2.2: the key of long-term credentials (MD5 is what every TURN server in use speaks). */
export function longTermKey(username: string, realm: string, password: string): Buffer {
  return createHash('md5').update(`${username}:${realm}:${password}`).digest();
}

/** RFC 8489 §5: the two class bits stand between the method's. */
function messageType(method: number, kind: Kind): number {
  return (method & 0xf) | ((method & 0x70) << 1) | ((method & 0xf80) << 2) | KINDS[kind];
}

function methodOf(type: number): number {
  return (type & 0xf) | ((type >> 1) & 0x70) | ((type >> 2) & 0xf80);
}

function kindOf(type: number): Kind {
  const bits = type & 0x110;
  return (Object.keys(KINDS) as Kind[]).find((kind) => KINDS[kind] === bits) ?? 'request';
}

function encodeAttribute({ type, value }: Attribute): Buffer {
  const head = Buffer.alloc(4);
  head.writeUInt16BE(type, 0);
  head.writeUInt16BE(value.length, 2);
  return Buffer.concat([head, value, Buffer.alloc(padding(value.length))]);
}

function padding(length: number): number {
  return (4 - (length % 4)) % 4;
}

function header(message: StunMessage, bodyBytes: number): Buffer {
  const bytes = Buffer.alloc(HEADER_BYTES);
  bytes.writeUInt16BE(messageType(message.method, message.kind), 0);
  bytes.writeUInt16BE(bodyBytes, 2);
  bytes.writeUInt32BE(COOKIE, 4);
  message.transaction.copy(bytes, 8);
  return bytes;
}

/** With a key, MESSAGE-INTEGRITY goes last; its own length counts in the header it signs (RFC 8489 §14.5). */
export function encode(message: StunMessage, key?: Buffer): Buffer {
  const body = Buffer.concat(message.attributes.map(encodeAttribute));
  if (key === undefined) return Buffer.concat([header(message, body.length), body]);
  const signed = Buffer.concat([header(message, body.length + INTEGRITY_BYTES), body]);
  const value = createHmac('sha1', key).update(signed).digest();
  return Buffer.concat([signed, encodeAttribute({ type: ATTRIBUTES.messageIntegrity, value })]);
}

export function decode(bytes: Buffer): StunMessage | null {
  if (bytes.length < HEADER_BYTES || bytes.readUInt32BE(4) !== COOKIE) return null;
  const type = bytes.readUInt16BE(0);
  if (type > 0x3fff || bytes.readUInt16BE(2) !== bytes.length - HEADER_BYTES) return null;
  const attributes = attributesIn(bytes)?.map(({ type: each, value }) => ({ type: each, value }));
  if (attributes === undefined) return null;
  const transaction = Buffer.from(bytes.subarray(8, HEADER_BYTES));
  return { method: methodOf(type), kind: kindOf(type), transaction, attributes };
}

/** Each attribute of a whole message, with where it begins; null where one is cut short. */
function attributesIn(bytes: Buffer): (Attribute & { at: number })[] | null {
  const found = [];
  let at = HEADER_BYTES;
  while (at < bytes.length) {
    if (at + 4 > bytes.length) return null;
    const length = bytes.readUInt16BE(at + 2);
    const end = at + 4 + length;
    if (end > bytes.length) return null;
    found.push({ at, type: bytes.readUInt16BE(at), value: Buffer.from(bytes.subarray(at + 4, end)) });
    at = end + padding(length);
  }
  return found;
}

/** True where the message carries a MESSAGE-INTEGRITY made with this key. */
export function hasIntegrity(bytes: Buffer, key: Buffer): boolean {
  const found = attributesIn(bytes)?.find(({ type }) => type === ATTRIBUTES.messageIntegrity);
  if (found === undefined) return false;
  const signed = Buffer.from(bytes.subarray(0, found.at));
  signed.writeUInt16BE(found.at - HEADER_BYTES + INTEGRITY_BYTES, 2);
  const expected = createHmac('sha1', key).update(signed).digest();
  return found.value.length === expected.length && timingSafeEqual(found.value, expected);
}

export function attribute(message: StunMessage, type: number): Buffer | undefined {
  return message.attributes.find((each) => each.type === type)?.value;
}

/** ERROR-CODE as a number (401, 438, …); null where there is none. */
export function errorCode(message: StunMessage): number | null {
  const value = attribute(message, ATTRIBUTES.errorCode);
  if (value === undefined || value.length < 4) return null;
  return ((value[2] ?? 0) & 0x07) * 100 + (value[3] ?? 0);
}

/** Whole messages at the front of a TCP stream, and what is left. Null: the other side speaks no STUN. */
export function takeMessages(stream: Buffer): { messages: Buffer[]; rest: Buffer } | null {
  const messages: Buffer[] = [];
  let rest = stream;
  while (rest.length >= 4) {
    if (rest.readUInt16BE(0) > 0x3fff) return null;
    const total = HEADER_BYTES + rest.readUInt16BE(2);
    if (rest.length < total) break;
    messages.push(rest.subarray(0, total));
    rest = rest.subarray(total);
  }
  return { messages, rest };
}
