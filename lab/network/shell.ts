/** Runs the system's network tools, by themselves or inside a namespace. */
import { execFile } from 'node:child_process';
import { type Child, type ChildOptions, spawnChild } from '../../kit/process/child';

const COMMAND_MS = 15_000;

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
    // A program that wants no input may be gone before it is offered any; its exit status tells.
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

type DaemonOptions = Partial<ChildOptions> & { namespace?: string };

/** A program that goes on. `ip netns exec` becomes the program, so the child's id is the program's. */
export function daemon(
  program: string,
  args: readonly string[],
  { namespace, ...options }: DaemonOptions = {},
): Child {
  const before = namespace === undefined ? [] : ['ip', 'netns', 'exec', namespace];
  const [file = program, ...all] = [...before, program, ...args];
  return spawnChild(file, all, { env: process.env, ...options });
}
