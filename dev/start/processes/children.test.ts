/** Real processes: that none outlives the others, or the one that started them. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, it, vi } from 'vitest';
import { folderOfTest } from '../../../kit/testFolder';
import { type Child, Children } from './children';

// Real programs, on machines that may be busy: a test that hangs is to fail, not one that waits its turn.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let dir: string;
beforeEach(() => {
  dir = folderOfTest('children');
});

/** Dead, or dead and not yet collected: a container's first process may never collect what it inherits. */
function isGone(pid: number): boolean {
  try {
    return / [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return true;
  }
}

const untilGone = (pid: number) => vi.waitFor(() => expect(isGone(pid)).toBe(true), { timeout: 10_000 });

/** A child that starts another, says both their ids, and stays. */
const PARENT = `const { spawn } = require('node:child_process');
  const inner = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1e6)'], { stdio: 'ignore' });
  console.log(inner.pid);`;

function family(onDeath: (child: Child) => void = () => {}) {
  return new Children({ runDir: join(dir, 'run'), verbose: false, onDeath });
}

async function firstNumber(child: Child): Promise<number> {
  await vi.waitFor(() => expect(child.log.length).toBeGreaterThan(0), { timeout: 10_000 });
  return Number(child.log[0]);
}

it('stop ends the children and what they started, even what does not listen to SIGTERM', async () => {
  const children = family();
  const child = children.start({
    name: 'deaf',
    args: [
      '-e',
      `process.on('SIGTERM', () => process.exit()); ${PARENT.replace("'setInterval", '\'process.on("SIGTERM", () => {}); setInterval')}`,
    ],
    cwd: dir,
    env: {},
  });
  const inner = await firstNumber(child);
  await children.stop();
  await children.stop();
  children.release();
  expect(child.process.signalCode ?? child.process.exitCode).not.toBeNull();
  await untilGone(inner);
});

it('a child that ends by itself is told of, with its last words; one that was stopped is not', async () => {
  const dead: string[] = [];
  const children = family((child) => dead.push(`${child.name}: ${child.log.join()}`));
  children.start({ name: 'short', args: ['-e', 'console.error("no more")'], cwd: dir, env: {} });
  children.start({ name: 'long', args: ['-e', 'setInterval(() => {}, 1e6)'], cwd: dir, env: {} });
  await vi.waitFor(() => expect(dead).toEqual(['short: no more']), { timeout: 10_000 });
  await children.stop();
  children.release();
  await new Promise((done) => setTimeout(done, 300));
  expect(dead).toHaveLength(1);
});

it('a child gets the environment it is given and nothing of ours', async () => {
  process.env.STRAY = 'stray';
  const children = family();
  const child = children.start({
    name: 'env',
    args: ['-p', 'JSON.stringify(process.env)'],
    cwd: dir,
    env: { A: '1' },
  });
  await vi.waitFor(() => expect(child.log).toEqual(['{"A":"1"}']), { timeout: 10_000 });
  await children.stop();
  children.release();
  delete process.env.STRAY;
});

it('all of them end, and the run directory goes, when this process is killed', async () => {
  mkdirSync(join(dir, 'run'));
  writeFileSync(join(dir, 'run', 'secret'), '');
  const code = `import { Children } from ${JSON.stringify(join(import.meta.dirname, 'children.ts'))};
    const children = new Children({ runDir: ${JSON.stringify(join(dir, 'run'))}, verbose: false, onDeath() {} });
    const child = children.start({ name: 'x', args: ['-e', ${JSON.stringify(PARENT)}], cwd: '.', env: {} });
    setInterval(() => child.log[0] && console.log(child.process.pid, child.log[0]), 50);`;
  const start = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', code], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = await once(start.stdout, 'data');
  const pids = String(line).split('\n')[0]!.split(' ').map(Number);
  expect(pids.map(isGone)).toEqual([false, false]);
  start.kill('SIGKILL');
  for (const pid of pids) await untilGone(pid);
  await vi.waitFor(() => expect(existsSync(join(dir, 'run'))).toBe(false), { timeout: 10_000 });
});

it('starts a crashed child again where it is asked to, time and again, but not one that gives up before it has served', async () => {
  const [revived, dead]: [string[], string[]] = [[], []];
  const children = new Children({
    runDir: join(dir, 'run'),
    verbose: false,
    onDeath: ({ name }) => dead.push(name),
    onRevival: (line) => revived.push(line),
  });
  const spec = (name: string, code: string, revive: boolean) => ({
    name,
    args: ['-e', code],
    cwd: dir,
    env: {},
    revive,
  });
  const crash = "process.kill(process.pid, 'SIGSEGV'); setInterval(() => {}, 1e6)";
  children.start(spec('exits', 'process.exit(1)', true));
  children.start(spec('unasked', crash, false));
  children.start(spec('crashes', crash, true));
  await vi.waitFor(() => expect(revived.length).toBeGreaterThan(4), { timeout: 30_000 });
  expect(dead.toSorted()).toEqual(['exits', 'unasked']);
  expect(revived[1]).toBe('The worker crashed (SIGSEGV) and is started again in 0.2 s.');
  // While it waits to be started again.
  await children.stop();
  const ended = revived.length;
  await new Promise((resolve) => setTimeout(resolve, 1500));
  expect(revived).toHaveLength(ended);
  expect(dead).toHaveLength(2);
  children.release();
});
