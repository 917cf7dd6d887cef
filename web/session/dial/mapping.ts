/** How the NAT before this device maps it. */

/**
 * RFC 4787 §4.1: one socket, seen by two servers. A socket is told by its own address, where the browser says
 * it; without a camera's permission it has one socket for each family alone.
 */
export function mapsAlike(
  reflexive: readonly Pick<RTCIceCandidate, 'address' | 'port' | 'relatedAddress' | 'relatedPort'>[],
): boolean {
  const seen = new Map<string, Set<string>>();
  for (const { address, port, relatedAddress, relatedPort } of reflexive) {
    const socket = `${address?.includes(':')} ${relatedAddress} ${relatedPort}`;
    seen.set(socket, (seen.get(socket) ?? new Set()).add(`${address} ${port}`));
  }
  return [...seen.values()].every((outside) => outside.size === 1);
}
