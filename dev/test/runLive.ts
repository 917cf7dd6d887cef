import { type StdioOptions, spawn } from 'node:child_process';

type Command = { program: string; args: string[]; env?: Record<string, string>; limitMinutes: number };

/** How long a runner that was told to end may take to end its own children (browsers, workerd, coturn). */
const GRACE_MS = 15_000;
const LAST_WORDS_MS = 2_000;

/**
 * Runs a command with this terminal as its own.
 * @param held prints nothing before it has ended: for whatever runs beside another.
 * @returns its exit code; 1 when it could not be started, was ended by a signal, or ran out of time.
 */
export function runLive({ program, args, env, limitMinutes }: Command, held = false): Promise<number> {
  return new Promise((done) => {
    const stdio: StdioOptions = held ? ['ignore', 'pipe', 'pipe'] : 'inherit';
    const child = spawn(program, args, { stdio, env: { ...process.env, ...env } });
    const said: Buffer[] = [];
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (part) => said.push(part));
    const limit = setTimeout(() => {
      console.error(`${program} took longer than ${limitMinutes} minutes and is being ended.`);
      child.kill('SIGINT');
    }, limitMinutes * 60_000);
    const last = setTimeout(() => child.kill('SIGKILL'), limitMinutes * 60_000 + GRACE_MS);
    const end = (exitCode: number) => {
      clearTimeout(limit);
      clearTimeout(last);
      process.stdout.write(Buffer.concat(said.splice(0)));
      done(exitCode);
    };
    child.once('error', (error) => {
      console.error(`${program} could not be started: ${error.message}`);
      end(1);
    });
    // All that it printed is here with 'close', which a child of its own that stays would hold up.
    child.once('exit', (code) => {
      child.once('close', () => end(code ?? 1));
      setTimeout(end, LAST_WORDS_MS, code ?? 1).unref();
    });
  });
}
