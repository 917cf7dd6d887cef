/** Who holds a port, as far as /proc lets this user see. Linux alone has it; elsewhere the answer is null. */
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import type { PortKind } from './ports';

/** TCP_LISTEN and, for UDP, "unconnected", as /proc/net writes them: https://docs.kernel.org/networking/proc_net_tcp.html */
const LISTENING = { tcp: '0A', udp: '07' } as const;

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

/** Inode numbers of the sockets that hold this local port, out of one table of /proc/net. */
export function socketsIn(table: string, port: number, kind: PortKind): string[] {
  const wanted = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  return table
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter((columns) => columns[1]?.endsWith(wanted) && columns[3] === LISTENING[kind])
    .flatMap((columns) => (columns[9] === undefined ? [] : [columns[9]]));
}

function holds(pid: string, links: ReadonlySet<string>): boolean {
  try {
    return readdirSync(`/proc/${pid}/fd`).some((fd) => {
      try {
        return links.has(readlinkSync(`/proc/${pid}/fd/${fd}`));
      } catch {
        return false;
      }
    });
  } catch {
    return false;
  }
}

/** e.g. `workerd (pid 4711)`; the name alone, for a command line may hold secrets. */
export function ownerOfPort(port: number, kind: PortKind): string | null {
  const tables = [read(`/proc/net/${kind}`), read(`/proc/net/${kind}6`)];
  const links = new Set(
    tables.flatMap((table) => socketsIn(table, port, kind)).map((inode) => `socket:[${inode}]`),
  );
  if (links.size === 0) return null;
  const pid = readdirSync('/proc').find((entry) => /^\d+$/.test(entry) && holds(entry, links));
  return pid === undefined ? null : `${read(`/proc/${pid}/comm`).trim()} (pid ${pid})`;
}
