/** XOR-…-ADDRESS attributes (RFC 8489 §14.2): an address hidden from NATs that rewrite payloads. */
import { isIPv4, isIPv6 } from 'node:net';
import type { Endpoint } from './stun';

const COOKIE = Buffer.from([0x21, 0x12, 0xa4, 0x42]);
const IPV4 = 0x01;
const IPV6 = 0x02;

function xor(bytes: Buffer, mask: Buffer): Buffer {
  return Buffer.from(bytes.map((byte, i) => byte ^ (mask[i] ?? 0)));
}

/** The eight groups of an IPv6 address. A URL's host expands a dotted tail (url.spec.whatwg.org). */
function ipv6Groups(address: string): number[] {
  const host = new URL(`http://[${address}]`).hostname.slice(1, -1);
  const [left = [], right = []] = host.split('::').map((text) => text.split(':').filter(Boolean));
  const zeros = Array<string>(8 - left.length - right.length).fill('0');
  return [...left, ...zeros, ...right].map((group) => Number.parseInt(group, 16));
}

function addressBytes(address: string): Buffer {
  if (isIPv4(address)) return Buffer.from(address.split('.').map(Number));
  if (!isIPv6(address)) throw new RangeError('An IP address is wanted here.');
  return Buffer.from(ipv6Groups(address).flatMap((group) => [group >> 8, group & 0xff]));
}

export function encodeXorAddress({ address, port }: Endpoint, transaction: Buffer): Buffer {
  const bytes = addressBytes(address);
  const head = Buffer.alloc(4);
  head[1] = bytes.length === 4 ? IPV4 : IPV6;
  head.writeUInt16BE(port ^ 0x2112, 2);
  return Buffer.concat([head, xor(bytes, Buffer.concat([COOKIE, transaction]))]);
}

/** Null where the bytes are no address of either family. */
export function decodeXorAddress(value: Buffer, transaction: Buffer): Endpoint | null {
  if (value.length < 4) return null;
  const bytes = xor(value.subarray(4), Buffer.concat([COOKIE, transaction]));
  const port = value.readUInt16BE(2) ^ 0x2112;
  if (value[1] === IPV4 && bytes.length === 4) return { address: [...bytes].join('.'), port };
  if (value[1] !== IPV6 || bytes.length !== 16) return null;
  const groups = Array.from({ length: 8 }, (_, i) => bytes.readUInt16BE(i * 2).toString(16));
  return { address: groups.join(':'), port };
}
