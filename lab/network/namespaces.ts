/** Makes and removes the lab's namespaces, which carry its prefix; nothing without it is touched. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startOf } from '../../kit/process/usage';
import { PREFIX } from './addresses';
import { inNamespace, ip, LabError, sh } from './shell';

const NETNS_ETC = '/etc/netns';
const LOCK = '/run/sightline-lab.json';
/** Certificates, the relay's secret, the browser's home: for root alone, gone at the next reboot. */
const RUN_FOLDER = '/run/sightline-lab';

export function runFolder(): string {
  mkdirSync(RUN_FOLDER, { recursive: true, mode: 0o700 });
  return RUN_FOLDER;
}

/** Files of a namespace that `ip netns exec` puts in the place of those in /etc. */
type Etc = { hosts?: string; 'resolv.conf'?: string };

export async function addNamespace(name: string, etc: Etc, forwarding: boolean): Promise<void> {
  const dir = join(NETNS_ETC, name);
  mkdirSync(dir, { recursive: true });
  for (const [file, text] of Object.entries(etc)) writeFileSync(join(dir, file), text);
  await sh('ip', ['netns', 'add', name]);
  await ip(name, ['link set lo up']);
  const on = forwarding ? 1 : 0;
  await inNamespace(name, 'sysctl', [
    '-q',
    '-w',
    `net.ipv4.ip_forward=${on}`,
    `net.ipv6.conf.all.forwarding=${on}`,
    'net.ipv4.conf.all.rp_filter=0',
    'net.ipv4.conf.default.rp_filter=0',
    // Duplicate address detection would keep a fresh address unusable for a second.
    'net.ipv6.conf.default.accept_dad=0',
  ]);
}

/** Removes a namespace with all that runs in it: by process id, and only what stands in it. */
export function removeNamespace(name: string): void {
  if (!name.startsWith(PREFIX)) throw new LabError(`${name} is not the lab's.`);
  for (const pid of pidsIn(name)) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // Gone by itself in between.
    }
  }
  quietly('ip', ['netns', 'del', name]);
  rmSync(join(NETNS_ETC, name), { recursive: true, force: true });
}

function pidsIn(name: string): number[] {
  return quietly('ip', ['netns', 'pids', name])
    .split('\n')
    .filter((line) => line !== '')
    .map(Number);
}

function quietly(program: string, args: string[]): string {
  try {
    return execFileSync(program, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  } catch {
    return '';
  }
}

function namesIn(dir: string): string[] {
  try {
    return readdirSync(dir).filter((name) => name.startsWith(PREFIX));
  } catch {
    return [];
  }
}

/** What a crashed lab left behind. */
function sweep(): void {
  for (const name of new Set([...namesIn('/run/netns'), ...namesIn(NETNS_ETC)])) removeNamespace(name);
  rmSync(RUN_FOLDER, { recursive: true, force: true });
}

type Owner = { pid: number; startedAt: string };

function owner(): Owner | null {
  try {
    return JSON.parse(readFileSync(LOCK, 'utf8')) as Owner;
  } catch {
    return null;
  }
}

/** The names are fixed: one lab at a time on a machine. Sweeps first, and cleans up at the end. */
export function claimLab(): () => void {
  const other = owner();
  if (other !== null && other.pid !== process.pid && startOf(other.pid) === other.startedAt) {
    throw new LabError(`Another lab runs on this machine (process ${other.pid}); wait for it or end it.`);
  }
  writeFileSync(LOCK, JSON.stringify({ pid: process.pid, startedAt: startOf(process.pid) }));
  sweep();
  const release = () => {
    sweep();
    rmSync(LOCK, { force: true });
    process.off('exit', release);
    for (const signal of SIGNALS) process.off(signal, leave);
  };
  process.once('exit', release);
  for (const signal of SIGNALS) process.once(signal, leave);
  return release;
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** `exit` runs the listeners of 'exit', and with them the clean-up. */
function leave(): void {
  process.exit(130);
}
