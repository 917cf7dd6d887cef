/**
 * The budgets' database of this machine, where `wrangler pages dev` will look for it. wrangler itself applies
 * what of `migrations/` is new; that takes seconds, so a note of what was applied spares every later start
 * the asking.
 */
import { execFile } from 'node:child_process';
import { createHash, randomBytes, randomInt } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { LOCAL_DATABASE, plainWranglerEnv } from './pages';
import { StartProblem } from './problem';

const TIMEOUT_MS = 120_000;

/**
 * STATE_DIR names another folder, which tests use: two runs at once on one database would wait for each
 * other.
 */
export function statePath(root: string, env: NodeJS.ProcessEnv): string {
  return env.STATE_DIR || join(root, '.sightline', 'state');
}

/** Changes with whatever decides what the database looks like and where below `state` wrangler keeps it. */
function fingerprint(root: string): string {
  const hash = createHash('sha256').update(LOCAL_DATABASE);
  hash.update(readFileSync(join(root, 'node_modules', 'wrangler', 'package.json')));
  for (const name of readdirSync(join(root, 'migrations')).sort())
    hash.update(`\n${name}\n`).update(readFileSync(join(root, 'migrations', name)));
  return hash.digest('hex');
}

/** `wrangler d1` knows a database by a config alone, and looks for the migrations beside it. */
function makeConfigDir(root: string, runDir: string): string {
  const dir = join(runDir, 'database');
  mkdirSync(dir, { mode: 0o700 });
  symlinkSync(join(root, 'migrations'), join(dir, 'migrations'));
  const database = { binding: 'DB', database_name: 'sightline', database_id: LOCAL_DATABASE };
  writeFileSync(join(dir, 'wrangler.json'), JSON.stringify({ name: 'sightline', d1_databases: [database] }));
  return dir;
}

function read(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

export type MigrateOptions = { root: string; runDir: string; state: string; signal: AbortSignal };

/** Applies what is new. Rejects with a StartProblem that carries wrangler's last lines. */
export async function migrate({ root, runDir, state, signal }: MigrateOptions): Promise<void> {
  mkdirSync(state, { recursive: true, mode: 0o700 });
  const note = join(state, 'migrated');
  const wanted = fingerprint(root);
  const there = statSync(join(state, 'v3', 'd1'), { throwIfNoEntry: false }) !== undefined;
  if (there && read(note) === wanted) return;
  const dir = makeConfigDir(root, runDir);
  const args = ['d1', 'migrations', 'apply', 'DB', '--local', '--cwd', dir, '--persist-to', state];
  const wrangler = join(root, 'node_modules', 'wrangler', 'bin', 'wrangler.js');
  const options = { cwd: root, timeout: TIMEOUT_MS, signal, env: plainWranglerEnv(root, runDir) };
  try {
    await promisify(execFile)(process.execPath, [wrangler, ...args], options);
  } catch (thrown) {
    const { stdout = '', stderr = '' } = thrown as { stdout?: string; stderr?: string };
    const lines = `${stdout}\n${stderr}`.split('\n').filter((line) => line.trim() !== '');
    throw new StartProblem(
      `The budgets' database cannot be prepared. If it is damaged, delete ${state} and start again; wrangler's last lines follow.`,
      1,
      lines.slice(-12),
    );
  }
  writeFileSync(note, wanted);
}

/**
 * What hides visitors' addresses in the database and signs their cookies, where the settings name none. Kept
 * beside the database, readable by its owner alone: with a new one at each start every visitor's budget would
 * be new, too.
 */
export function localSecret(state: string): string {
  return keptSecret(state, 'session-secret', 32, () => randomBytes(32).toString('base64url'));
}

/** To be read from one screen and typed on another: no letter looks like another one or like a digit. */
const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789';
const CODE_LETTERS = 12;

/**
 * The access code of `npm run phone`, 59 bits; kept, so that a phone that came in once is let in by the same
 * link again.
 */
export function localCode(state: string): string {
  const letter = () => LETTERS[randomInt(LETTERS.length)];
  const made = () =>
    Array.from({ length: CODE_LETTERS }, letter)
      .join('')
      .replace(/.{4}(?=.)/g, '$&-');
  return keptSecret(state, 'access-code', CODE_LETTERS, made);
}

function keptSecret(state: string, name: string, minLength: number, make: () => string): string {
  const path = join(state, name);
  const kept = read(path)?.trim();
  if (kept && kept.length >= minLength) return kept;
  mkdirSync(state, { recursive: true, mode: 0o700 });
  const made = make();
  writeFileSync(path, made, { mode: 0o600 });
  return made;
}
