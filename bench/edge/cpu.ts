/** CPU time of workerd, which tells nobody by itself. Linux alone: elsewhere it is NaN, and the table says so. */
import { readdirSync, readFileSync } from 'node:fs';

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

/** Ids of the workerd processes that this process started. */
export function runtimes(): string[] {
  const ids = process.platform === 'linux' ? readdirSync('/proc').filter((name) => /^\d+$/.test(name)) : [];
  return ids.filter((id) => {
    const [, name, parent] = /^\d+ \((.*)\) \S+ (\d+)/.exec(read(`/proc/${id}/stat`)) ?? [];
    return name === 'workerd' && parent === String(process.pid);
  });
}

/** Milliseconds that all threads of a process have run (Documentation/scheduler/sched-stats, its first number is in ns). */
export function cpuMs(id: string | undefined): number {
  if (id === undefined) return Number.NaN;
  const threads = readdirSync(`/proc/${id}/task`);
  const spent = threads.map((thread) => Number(read(`/proc/${id}/task/${thread}/schedstat`).split(' ')[0]));
  return spent.reduce((sum, ns) => sum + ns, 0) / 1e6;
}

/** Milliseconds that a process' first thread has run: in workerd its event loop, which runs all JavaScript. V8's helpers are not in it. */
export function loopMs(id: number | undefined): number {
  const spent = Number(read(`/proc/${id}/task/${id}/schedstat`).split(' ')[0]);
  return spent > 0 ? spent / 1e6 : Number.NaN;
}
