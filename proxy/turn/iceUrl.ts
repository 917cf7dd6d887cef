/** A STUN or TURN address taken apart (RFC 7064, RFC 7065). */
export type IceUrl = {
  scheme: 'stun' | 'stuns' | 'turn' | 'turns';
  /** IPv6 keeps its brackets. */
  host: string;
  port: number;
  transport: 'udp' | 'tcp';
};

const ICE_URL =
  /^(stuns?|turns?):(\[[0-9a-f:.]+\]|[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?)(?::(\d{1,5}))?(?:\?transport=(udp|tcp))?$/i;

/**
 * @returns null for what is no such address, and for TURN over DTLS (`turns:` with UDP), which no browser
 * speaks.
 */
export function parseIceUrl(text: string): IceUrl | null {
  // Chrome from 110 on and aiortc refuse any query on stun:, and an old sample of Twilio's has one
  // (coturn#1183).
  const clean = /^stuns?:/i.test(text) ? text.replace(/\?.*$/s, '') : text;
  const match = ICE_URL.exec(clean);
  if (!match) return null;
  const scheme = match[1]?.toLowerCase() as IceUrl['scheme'];
  const secure = scheme.endsWith('s');
  const transport = (match[4]?.toLowerCase() ?? (secure ? 'tcp' : 'udp')) as IceUrl['transport'];
  const port = match[3] ? Number(match[3]) : secure ? 5349 : 3478;
  if (port === 0 || port > 65535 || (secure && transport === 'udp')) return null;
  return { scheme, host: match[2] ?? '', port, transport };
}

/** The address in full: the port always, the transport wherever the scheme takes one. */
export function formatIceUrl({ scheme, host, port, transport }: IceUrl): string {
  const query = scheme.startsWith('turn') ? `?transport=${transport}` : '';
  return `${scheme}:${host}:${port}${query}`;
}
