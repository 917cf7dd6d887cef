/**
 * One package from the registry, by npm itself: registry, tokens, proxies and certificates are those of its
 * settings, wherever they stand. It gets a cache of its own, whose growth is the progress.
 */
import { spawn } from 'node:child_process';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ProblemCode } from './problem';

export type Packing = {
  name: string;
  version: string;
  /** An empty one, for this alone. */
  folder: string;
  /** Bytes that have come. */
  onBytes: (bytes: number) => void;
  signal: AbortSignal;
  /** How long nothing may come, ms. */
  silenceMs?: number;
};

export class PackFailed extends Error {
  /** @param hasBegun something had come. @param detail npm's own code. */
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
const POLL_MS = 150;
const SILENCE_MS = 30_000;
/** npm's own index of a package and its logs; a tarball is larger. */
const LEAST_BEGUN = 64 * 1024;

/** @returns the path of the tarball. @throws PackFailed */
export async function npmPack(packing: Packing): Promise<string> {
  const { folder, onBytes, signal, silenceMs = SILENCE_MS } = packing;
  const [program, ...args] = command(packing);
  const child = spawn(program, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'], env: environment() });
  const growth = watch(folder, { onBytes, silenceMs, onSilence: () => child.kill('SIGKILL') });
  const onAbort = () => child.kill('SIGKILL');
  signal.addEventListener('abort', onAbort);
  if (signal.aborted) onAbort();
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += chunk));
  const status = await new Promise<number | NodeJS.ErrnoException | null>((resolve) => {
    child.on('error', resolve);
    child.on('close', resolve);
  });
  signal.removeEventListener('abort', onAbort);
  const { hasBegun, isSilent } = growth.stop();
  const tarball = (await readdir(folder)).find((each) => each.endsWith('.tgz'));
  if (status === 0 && tarball) return join(folder, tarball);
  if (signal.aborted) throw new PackFailed('stopped', hasBegun, '');
  if (isSilent) throw new PackFailed('stalled', hasBegun, '');
  if (status instanceof Error) throw new PackFailed('no-npm', hasBegun, status.code ?? '');
  throw failureOf(said, hasBegun);
}

/** Where npm started this, the same npm. */
function command({ name, version, folder }: Packing): [string, ...string[]] {
  const script = process.env.npm_execpath;
  const npm: [string, ...string[]] = script?.endsWith('npm-cli.js') ? [process.execPath, script] : ['npm'];
  const cache = join(folder, 'cache');
  const once = ['--fetch-retries=0', '--ignore-scripts', '--logs-max=0', '--loglevel=error'];
  return [
    ...npm,
    'pack',
    `${name}@${version}`,
    '--json',
    `--pack-destination=${folder}`,
    `--cache=${cache}`,
    ...once,
  ];
}

/** Under `npm run … -w worker` npm would take the word for a question about the workspace. */
function environment(): NodeJS.ProcessEnv {
  const { npm_config_workspace, npm_config_workspaces, ...env } = process.env;
  return env;
}

type Watch = { onBytes: (bytes: number) => void; silenceMs: number; onSilence: () => void };

function watch(folder: string, { onBytes, silenceMs, onSilence }: Watch) {
  let [bytes, grewAt, isSilent] = [0, Date.now(), false];
  const timer = setInterval(async () => {
    const now = await sizeOf(folder);
    if (now > bytes) [bytes, grewAt] = [now, Date.now()];
    if (bytes >= LEAST_BEGUN) onBytes(bytes);
    if (isSilent || Date.now() - grewAt < silenceMs) return;
    isSilent = true;
    onSilence();
  }, POLL_MS);
  return {
    stop() {
      clearInterval(timer);
      return { hasBegun: bytes >= LEAST_BEGUN, isSilent };
    },
  };
}

/** Files come and go while it looks. */
async function sizeOf(folder: string): Promise<number> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true }).catch(() => []);
  const sizes = await Promise.all(
    entries
      .filter((entry) => entry.isFile())
      .map((entry) =>
        stat(join(entry.parentPath, entry.name)).then(
          ({ size }) => size,
          () => 0,
        ),
      ),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
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
function failureOf(said: string, hasBegun: boolean): PackFailed {
  const code =
    /"code":\s*"([A-Z][A-Z0-9_]+)"/.exec(said)?.[1] ??
    /npm (?:error|ERR!) code ([A-Z][A-Z0-9_]+)/.exec(said)?.[1];
  const known = CODES.find(([codes]) => codes.test(code ?? ''))?.[1] ?? 'failed';
  return new PackFailed(known === 'cut-off' && !hasBegun ? 'unreachable' : known, hasBegun, code ?? '');
}
