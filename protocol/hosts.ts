/**
 * Which names a server answers to. A page elsewhere can point its own name at any address (DNS rebinding),
 * and a browser then lets it read the answers; its name is in the Host header, which no page can change
 * (fetch.spec.whatwg.org/#forbidden-request-header).
 */

/**
 * Whether a Host header (RFC 9110 §7.2), with or without a port, names an IP address, localhost, or one of
 * `names`. An address needs no DNS, and nobody can own localhost (RFC 6761 §6.3).
 * @param names host names; ports, upper case and a dot at the end do not count.
 */
export function isOwnHost(host: string, names: readonly string[]): boolean {
  const name = hostName(host);
  if (name === null) return false;
  const isAddress = name.startsWith('[') || /^\d+(\.\d+){3}$/.test(name);
  return isAddress || isLocalhost(name) || names.some((each) => hostName(each) === name);
}

/** In lower case, IPv6 in brackets, numbers as the URL standard reads them; null where it is none. */
export function hostName(host: string): string | null {
  // Anything else (a path, a user) would be read as another part of the URL.
  if (!/^[\w.:[\]-]+$/.test(host) || !URL.canParse(`http://${host}`)) return null;
  return new URL(`http://${host}`).hostname.replace(/\.$/, '');
}

/** Names that never leave this machine (RFC 6761 §6.3). @param name in lower case */
export function isLocalhost(name: string): boolean {
  return name === 'localhost' || name.endsWith('.localhost');
}
