/** Ports, asked before anything is started: a taken one becomes a sentence instead of a stack trace. */
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { type PortKind, tryPort } from './ports';

/** TCP_LISTEN and, for UDP, "unconnected": https://docs.kernel.org/networking/proc_net_tcp.html */
const LISTENING = { tcp: '0A', udp: '07' } as const;

/** One sentence that names the port, its holder where known, and the remedy; null where it is free. */
export async function claimPort(address: string, port: number, kind: PortKind): Promise<string | null> {
  const code = await tryPort(address, port, kind);
  const name = `port ${port}/${kind} on ${address}`;
  if (code === null) return null;
  if (code === 'EADDRINUSE') {
    const owner = ownerOfPort(port, kind);
    return `${name} is taken${owner === null ? '' : ` by ${owner}`}; stop that program and try again.`;
  }
  if (code === 'EACCES') return `${name} needs more rights than this user has; use a port above 1023.`;
  if (code === 'EADDRNOTAVAIL') return `${address} is not an address of this machine; name one that is.`;
  return `${name} cannot be opened (${code}); try another port.`;
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

/** What cannot be read, for want of the right or of /proc itself, is as if it were not there. */
function orElse<T>(read: () => T, otherwise: T): T {
  try {
    return read();
  } catch {
    return otherwise;
  }
}

const textOf = (path: string) => orElse(() => readFileSync(path, 'utf8'), '');

function holds(pid: string, links: ReadonlySet<string>): boolean {
  const folder = `/proc/${pid}/fd`;
  const open = orElse(() => readdirSync(folder), []);
  return open.some((fd) => links.has(orElse(() => readlinkSync(`${folder}/${fd}`), '')));
}

/** e.g. `workerd (pid 4711)`: no arguments, which may hold secrets. Null where /proc does not let us see. */
function ownerOfPort(port: number, kind: PortKind): string | null {
  const tables = [textOf(`/proc/net/${kind}`), textOf(`/proc/net/${kind}6`)];
  const inodes = tables.flatMap((table) => socketsIn(table, port, kind));
  if (inodes.length === 0) return null;
  const links = new Set(inodes.map((inode) => `socket:[${inode}]`));
  const pid = readdirSync('/proc').find((entry) => /^\d+$/.test(entry) && holds(entry, links));
  return pid === undefined ? null : `${textOf(`/proc/${pid}/comm`).trim()} (pid ${pid})`;
}
