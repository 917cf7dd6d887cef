import { accessSync, constants, existsSync } from 'node:fs';
import { join } from 'node:path';
import { findTool } from '../kit/process/tools.mjs';

const SYSTEM_TOOLS = ['ip', 'nft', 'python3', 'tayga', 'sysctl'] as const;
const OUR_TOOLS = ['turnserver', 'chromium', 'certutil'] as const;
/** Beside PATH, which leaves out sbin in many a shell. */
const SBIN = ['/usr/sbin', '/sbin', '/usr/bin', '/bin'];

const onPath = (tool: string) =>
  [...(process.env.PATH ?? '').split(':'), ...SBIN].some((folder) => existsSync(join(folder, tool)));

/** Why the lab cannot run here, in a sentence with a remedy; null where it can. */
export function whyNoLab(): string | null {
  if (process.platform !== 'linux') return 'The lab needs Linux (network namespaces); run it there.';
  if (process.getuid?.() !== 0) return 'The lab needs root (network namespaces); run it with sudo.';
  const missing = [
    ...SYSTEM_TOOLS.filter((tool) => !onPath(tool)),
    ...OUR_TOOLS.filter((tool) => findTool(tool) === null),
  ];
  if (missing.length > 0) {
    return `The lab misses ${missing.join(', ')}; install the packages of lab/packages.txt.`;
  }
  try {
    accessSync('/dev/net/tun', constants.R_OK | constants.W_OK);
  } catch {
    return 'The lab needs /dev/net/tun; load the kernel module "tun" (modprobe tun).';
  }
  return null;
}

/** Where the lab cannot run it says why, and that this many were skipped. */
export function isSkipped(count: number): boolean {
  const reason = whyNoLab();
  if (reason !== null) console.log(`${reason}\n0 passed, 0 failed, ${count} skipped`);
  return reason !== null;
}
