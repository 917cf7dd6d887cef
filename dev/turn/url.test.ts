import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseRelayUrl } from './url';

it('fills in what RFC 7065 leaves out', () => {
  expect(parseRelayUrl('turn:a.example')).toEqual({
    scheme: 'turn',
    host: 'a.example',
    port: 3478,
    transport: 'udp',
  });
  expect(parseRelayUrl('turns:a.example')).toEqual({
    scheme: 'turn',
    host: 'a.example',
    port: 5349,
    transport: 'tls',
  });
  expect(parseRelayUrl('stun:a.example:19302')).toMatchObject({
    scheme: 'stun',
    port: 19302,
    transport: 'udp',
  });
});

it('reads port, transport and IPv6', () => {
  expect(parseRelayUrl('turn:a.example:443?transport=tcp')).toMatchObject({ port: 443, transport: 'tcp' });
  expect(parseRelayUrl('TURNS:[fd00::1]:443?transport=TCP')).toMatchObject({
    host: 'fd00::1',
    transport: 'tls',
  });
  expect(parseRelayUrl('turns:a.example?transport=udp')).toMatchObject({ transport: 'dtls' });
});

it.each(['', 'http://a.example', 'turn:', 'turn:a:0', 'turn:a:70000', 'turn:a?transport=sctp', 'turn:a:b:c'])(
  'refuses %j',
  (text) => expect(parseRelayUrl(text)).toBeNull(),
);

it('never throws', () => {
  fc.assert(fc.property(fc.string(), (text) => void parseRelayUrl(text)));
  fc.assert(fc.property(fc.string(), (text) => void parseRelayUrl(`turns:${text}`)));
});
