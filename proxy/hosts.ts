import { isLocalhost } from '../protocol/hosts';

/** Names that never leave this machine. Takes IPv6 with or without brackets. */
export function isLoopback(host: string): boolean {
  const name = bare(host);
  return isLocalhost(name) || name === '::1' || /^127(\.\d{1,3}){3}$/.test(name);
}

/** Loopback, or an address of the local network (RFC 1918, RFC 3927, RFC 4193) or of mDNS. */
export function isLocal(host: string): boolean {
  const name = bare(host);
  if (isLoopback(name) || name.endsWith('.local')) return true;
  if (name.includes(':')) return /^(f[cd]|fe[89ab])/.test(name);
  return /^(10|192\.168|169\.254|172\.(1[6-9]|2\d|3[01]))\.[\d.]+$/.test(name);
}

function bare(host: string): string {
  return host.toLowerCase().replace(/^\[|\]$/g, '');
}
