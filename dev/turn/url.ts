/** `stun:`, `turn:` and `turns:` URLs (RFC 7064, RFC 7065) as plain facts. */

type Transport = 'udp' | 'tcp' | 'tls' | 'dtls';
export type RelayUrl = { scheme: 'stun' | 'turn'; host: string; port: number; transport: Transport };

const SHAPE = /^(stuns?|turns?):(\[[0-9a-f:.]+\]|[^:?[\]]+)(?::(\d{1,5}))?(?:\?transport=(udp|tcp))?$/i;

function transportOf(secure: boolean, asked: string | undefined): Transport {
  if (secure) return asked === 'udp' ? 'dtls' : 'tls';
  return asked === 'tcp' ? 'tcp' : 'udp';
}

/** Null where the text is no such URL. Ports default to 3478, with TLS to 5349. */
export function parseRelayUrl(text: string): RelayUrl | null {
  const match = SHAPE.exec(text.trim());
  if (match === null) return null;
  const [, name = '', host = '', port, asked] = match;
  const scheme = name.toLowerCase();
  const secure = scheme.endsWith('s');
  const number = port === undefined ? (secure ? 5349 : 3478) : Number(port);
  if (number < 1 || number > 65535) return null;
  return {
    scheme: scheme.startsWith('stun') ? 'stun' : 'turn',
    host: host.replace(/^\[|\]$/g, ''),
    port: number,
    transport: transportOf(secure, asked?.toLowerCase()),
  };
}
