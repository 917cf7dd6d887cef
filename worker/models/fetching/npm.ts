/**
 * npm itself, asked one thing: registry, tokens, proxies and certificates are those of its settings,
 * wherever they stand.
 */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { ProblemCode } from './problem';

export class PackFailed extends Error {
  /** @param hasBegun something had come. @param detail the code of npm, or of the system. */
  constructor(
    readonly code: ProblemCode,
    readonly hasBegun: boolean,
    readonly detail: string,
  ) {
    super(code);
  }
}

/** npm's project settings stand in its `.npmrc`. */
const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

export type Ended = { status: number | NodeJS.ErrnoException | null; out: string; said: string };
export type Running = { kill(): void; ended: Promise<Ended> };

/** @param signal kills it */
export function startNpm(args: string[], signal: AbortSignal): Running {
  const [program, ...first] = npm();
  const child = spawn(program, [...first, ...args, ...ONCE], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: environment(),
  });
  const kill = () => void child.kill('SIGKILL');
  signal.addEventListener('abort', kill);
  if (signal.aborted) kill();
  let [out, said] = ['', ''];
  child.stdout.on('data', (chunk) => {
    out += chunk;
    said += chunk;
  });
  child.stderr.on('data', (chunk) => (said += chunk));
  const ended = new Promise<Ended>((resolve) => {
    const end = (status: Ended['status']) => {
      signal.removeEventListener('abort', kill);
      resolve({ status, out, said });
    };
    child.on('error', end);
    child.on('close', end);
  });
  return { kill, ended };
}

const ONCE = ['--json', '--fetch-retries=0', '--ignore-scripts', '--logs-max=0', '--loglevel=error'];

/** Where npm started this, the same npm. */
function npm(): [string, ...string[]] {
  const script = process.env.npm_execpath;
  return script?.endsWith('npm-cli.js') ? [process.execPath, script] : ['npm'];
}

/** Under `npm run … -w worker` npm would take the word for a question about the workspace. */
function environment(): NodeJS.ProcessEnv {
  const { npm_config_workspace, npm_config_workspaces, ...env } = process.env;
  return env;
}

const CODES: [RegExp, ProblemCode][] = [
  [/^(ENOSPC|EDQUOT|EFBIG)$/, 'no-room'],
  [/^(EACCES|EPERM|EROFS)$/, 'no-folder'],
  [/^(E404|ETARGET|ENOVERSIONS)$/, 'unknown-package'],
  [/^(E401|E403|ENEEDAUTH|EOTP)$/, 'forbidden'],
  [/^(EINTEGRITY|TAR_BAD_ARCHIVE|Z_(BUF|DATA)_ERROR)$/, 'other-package'],
  [/^(ECONNRESET|EPIPE|ERR_STREAM_PREMATURE_CLOSE|ECONNABORTED|ERR_SOCKET_TIMEOUT|ETIMEDOUT)$/, 'cut-off'],
  [/^(ENOTFOUND|EAI_AGAIN|ENETUNREACH|EHOSTUNREACH|ECONNREFUSED|ENOTCACHED|EADDRNOTAVAIL)$/, 'unreachable'],
  [/^(FETCH_ERROR|E5\d\d|EPROTO|.*CERT.*|DEPTH_ZERO.*|ERR_SSL.*|ERR_TLS.*)$/, 'unreachable'],
];

/** npm's words may hold the registry's address and with it a password: its code alone is passed on. */
export function failureOf({ status, said }: Ended, hasBegun: boolean): PackFailed {
  if (status instanceof Error) return new PackFailed('no-npm', hasBegun, status.code ?? '');
  const code =
    /"code":\s*"([A-Z][A-Z0-9_]+)"/.exec(said)?.[1] ??
    /npm (?:error|ERR!) code ([A-Z][A-Z0-9_]+)/.exec(said)?.[1];
  const known = CODES.find(([codes]) => codes.test(code ?? ''))?.[1] ?? 'failed';
  return new PackFailed(known === 'cut-off' && !hasBegun ? 'unreachable' : known, hasBegun, code ?? '');
}
