/** Which of this machine's addresses a phone on the same network can reach. */
import type { NetworkInterfaceInfo } from 'node:os';

export type LanAddress = { address: string; name: string };
type Interfaces = NodeJS.Dict<NetworkInterfaceInfo[]>;

/**
 * Bridges and tunnels of Docker, libvirt, VirtualBox, VMware, Apple (AWDL, Internet sharing) and VPNs: no
 * phone stands behind them.
 */
const VIRTUAL =
  /^(docker|br-|bridge|veth|virbr|vboxnet|vmnet|vnic|lxc|lxd|podman|cni|tun|tap|utun|wg|zt|tailscale|ham|awdl|llw|ifb|dummy)/i;

/** 169.254.0.0/16: what an interface gives itself when no router answered (RFC 3927). */
function isLinkLocal(address: string): boolean {
  return address.startsWith('169.254.');
}

function ipv4Of(interfaces: Interfaces): LanAddress[] {
  return Object.entries(interfaces).flatMap(([name, infos]) =>
    (infos ?? [])
      .filter((info) => info.family === 'IPv4' && !info.internal && !isLinkLocal(info.address))
      .map((info) => ({ address: info.address, name })),
  );
}

/** Wi-Fi first: that is where the phone is. */
function rank({ name }: LanAddress): number {
  if (/^(wl|wifi)/i.test(name)) return 0;
  return /^(en|eth)/i.test(name) ? 1 : 2;
}

/** The address to hand to a phone, or null where there is only loopback, bridges and tunnels. */
export function lanAddress(interfaces: Interfaces): LanAddress | null {
  const real = ipv4Of(interfaces).filter(({ name }) => !VIRTUAL.test(name));
  return real.sort((a, b) => rank(a) - rank(b))[0] ?? null;
}

export function isOwnAddress(interfaces: Interfaces, address: string): boolean {
  return Object.values(interfaces).some((infos) => infos?.some((info) => info.address === address));
}
