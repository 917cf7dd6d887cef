/** Runs the system's network tools, by themselves or inside a namespace. */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

const COMMAND_MS = 15_000;
const STOP_MS = 2000;
const KEPT_CHARS = 4000;

/** Something of the lab did not work; the message names the command and what it said. */
export class LabError extends Error {
  override readonly name = 'LabError';
}

/** @param input goes to the command's stdin. @returns its stdout. */
export function sh(program: string, args: readonly string[], input?: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = execFile(program, args, { timeout: COMMAND_MS }, (error, stdout, stderr) => {
      if (error === null) resolve(stdout);
      else reject(new LabError(`${program} ${args.join(' ')}: ${stderr.trim() || error.message}`));
    });
    // A program that wants no input may be gone before it is offered any; its exit status tells whether all is well.
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(input ?? '');
  });
}

/** Several `ip` commands by one process. */
export const ip = (namespace: string, commands: readonly string[]) =>
  sh('ip', ['-n', namespace, '-batch', '-'], `${commands.join('\n')}\n`);

export const inNamespace = (namespace: string, program: string, args: readonly string[], input?: string) =>
  sh('ip', ['netns', 'exec', namespace, program, ...args], input);

/** A ruleset in nft's own words. */
export const nft = (namespace: string, ruleset: string) =>
  inNamespace(namespace, 'nft', ['-f', '-'], ruleset);

export type Daemon = {
  child: ChildProcess;
  /** The end of what it wrote to stdout and stderr, for the case that it fails. */
  said(): string;
  /** Resolves with the line that matched. @throws LabError where it ends or says nothing of the kind in time. */
  until(pattern: RegExp, timeoutMs?: number): Promise<string>;
  /** Ends this very process: SIGTERM, then SIGKILL. May be called again. */
  stop(): Promise<void>;
};

export type DaemonOptions = { env?: NodeJS.ProcessEnv; cwd?: string; namespace?: string };

const running = new Set<ChildProcess>();

/** Kills what is still running, at once. For the end of this process, when there is no time to wait. */
export function killAll(): void {
  for (const child of running) kill(child, 'SIGKILL');
}

/** `detached`: it leads a group of its own, so that what it started (wrangler's workerd) goes with it. */
function kill(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined || gone(child)) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    child.kill(signal);
  }
}

const gone = (child: ChildProcess) => child.exitCode !== null || child.signalCode !== null;

/** `ip netns exec` replaces itself by the program, so the child's id is the program's own. */
export function daemon(
  program: string,
  args: readonly string[],
  { env, cwd, namespace }: DaemonOptions = {},
): Daemon {
  const [file, all] =
    namespace === undefined ? [program, args] : ['ip', ['netns', 'exec', namespace, program, ...args]];
  const child = spawn(file, all, {
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: true,
    ...(env && { env }),
    ...(cwd && { cwd }),
  });
  running.add(child);
  child.once('exit', () => running.delete(child));
  let text = '';
  const keep = (chunk: Buffer) => {
    text = (text + chunk.toString('utf8')).slice(-KEPT_CHARS);
  };
  child.stdout?.on('data', keep);
  child.stderr?.on('data', keep);
  child.on('error', (error) => keep(Buffer.from(error.message)));
  // The far end may be gone before our last word to it.
  child.stdin?.on('error', () => undefined);
  const said = () => text;
  return { child, said, until: (pattern, ms) => until(child, said, pattern, ms), stop: () => stop(child) };
}

async function until(
  child: ChildProcess,
  said: () => string,
  pattern: RegExp,
  timeoutMs = COMMAND_MS,
): Promise<string> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const found = pattern.exec(said());
    if (found !== null) return found[0];
    if (gone(child) || Date.now() > deadline) {
      throw new LabError(
        `${child.spawnargs.slice(0, 8).join(' ')} never said ${pattern}: ${said().slice(-800)}`,
      );
    }
    await sleep(10);
  }
}

async function stop(child: ChildProcess): Promise<void> {
  if (gone(child) || child.pid === undefined) return;
  const ended = once(child, 'exit');
  kill(child, 'SIGTERM');
  if (await Promise.race([ended.then(() => true), sleep(STOP_MS, false)])) return;
  kill(child, 'SIGKILL');
  await ended;
}
