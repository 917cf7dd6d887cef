/** What processes hold and have spent, as /proc tells: Linux alone, elsewhere every figure is NaN. */
import { readdirSync, readFileSync } from 'node:fs';

/** `USER_HZ`, the unit of /proc/PID/stat: 100 on every Linux that Node runs on (man 5 proc). */
const TICKS_PER_SECOND = 100;

/** Of a process and its children, together. */
export type Holdings = {
  processes: number;
  cpuMs: number;
  pssMb: number;
  threads: number;
  fds: number;
};

/** CPU time of a process and its children, ms: of libwebrtc's threads, and of all others. */
type CpuTime = { mediaMs: number; ownMs: number };

/**
 * libwebrtc names its threads; Node's all bear the program's name. NaN but on Linux.
 */
export function cpuTimeOf(pid: number): CpuTime {
  const spent: CpuTime = { mediaMs: 0, ownMs: 0 };
  const ofOne = (each: number) => {
    const own = read(each, 'comm');
    for (const { name, ms } of threadsOf(each)) spent[name === own ? 'ownMs' : 'mediaMs'] += ms;
  };
  return overFamily(pid, ofOne) ? spent : { mediaMs: Number.NaN, ownMs: Number.NaN };
}

/** CPU time of each thread since its beginning. To the nanosecond, which stat is not: schedstat
 * (Documentation/scheduler/sched-stats.rst). */
function threadsOf(pid: number): { name: string; ms: number }[] {
  return readdirSync(`/proc/${pid}/task`).map((thread) => ({
    name: read(pid, `task/${thread}/comm`),
    ms: Number(read(pid, `task/${thread}/schedstat`).split(' ')[0]) / 1e6,
  }));
}

/** CPU time of all threads of one process, ms; NaN where there is none. */
export function cpuMs(pid: number | undefined): number {
  return pid === undefined ? Number.NaN : threadsOf(pid).reduce((sum, { ms }) => sum + ms, 0);
}

/** CPU time of a process' first thread, ms: in workerd its event loop, which runs all JavaScript. */
export function loopMs(pid: number | undefined): number {
  return pid === undefined ? Number.NaN : Number(read(pid, `task/${pid}/schedstat`).split(' ')[0]) / 1e6;
}

/** When a process began, in ticks: an id may have been given to another by now. Null where it is gone. */
export function startOf(pid: number): string | null {
  try {
    return statOf(pid)[19] ?? null;
  } catch {
    return null;
  }
}

/**
 * CPU time of all that this process has started, and they in turn, and that has ended, ms. NaN but on
 * Linux.
 */
export function endedCpuMs(): number {
  if (process.platform !== 'linux') return Number.NaN;
  const fields = statOf(process.pid);
  return ((Number(fields[13]) + Number(fields[14])) * 1000) / TICKS_PER_SECOND;
}

export function holdingsOf(pid: number): Holdings {
  const held: Holdings = { processes: 0, cpuMs: 0, pssMb: 0, threads: 0, fds: 0 };
  const ofOne = (each: number) => {
    const fields = statOf(each);
    const status = read(each, 'status');
    const memory = read(each, 'smaps_rollup');
    held.processes += 1;
    held.cpuMs += ((Number(fields[11]) + Number(fields[12])) * 1000) / TICKS_PER_SECOND;
    // What several share counts once, in parts.
    held.pssMb += Number(/^Pss:\s+(\d+)/m.exec(memory)?.[1]) / 1024;
    held.threads += Number(/^Threads:\s+(\d+)/m.exec(status)?.[1]);
    held.fds += readdirSync(`/proc/${each}/fd`).length;
  };
  if (overFamily(pid, ofOne)) return held;
  const none = Number.NaN;
  return { processes: none, cpuMs: none, pssMb: none, threads: none, fds: none };
}

/** The processes that this one started and that still run; with `name`, those of that program. */
export function childrenOf(pid: number, name?: string): number[] {
  if (process.platform !== 'linux') return [];
  const all = readdirSync('/proc').map(Number);
  return all.filter((each) => each > 0 && isChild(each, pid, name));
}

function isChild(pid: number, parent: number, name?: string): boolean {
  try {
    return Number(statOf(pid)[1]) === parent && (name === undefined || read(pid, 'comm') === name);
  } catch {
    return false;
  }
}

/** @returns whether it could be asked at all; a child that ends meanwhile is left out. */
function overFamily(pid: number, ofOne: (pid: number) => void): boolean {
  const couldAsk = (each: number) => {
    try {
      ofOne(each);
      return true;
    } catch {
      return false;
    }
  };
  if (!couldAsk(pid)) return false;
  childrenOf(pid).forEach(couldAsk);
  return true;
}

function read(pid: number, path: string): string {
  return readFileSync(`/proc/${pid}/${path}`, 'utf8').trim();
}

/** From the third field on: the second, the name, may hold spaces. */
function statOf(pid: number): string[] {
  const stat = read(pid, 'stat');
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}
