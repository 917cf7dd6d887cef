/** What Cloudflare knows of the project, by wrangler, which must be logged in. Names, never values. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { wranglerProgram } from '../../kit/process/wrangler';
import { StartProblem } from '../start/problem';

const TIMEOUT_MS = 60_000;

async function wrangler(root: string, args: string[]): Promise<string> {
  const env = { ...process.env, NO_COLOR: '1', WRANGLER_SEND_METRICS: 'false' };
  try {
    const options = { cwd: root, env, timeout: TIMEOUT_MS };
    return (await promisify(execFile)(process.execPath, [wranglerProgram(root), ...args], options)).stdout;
  } catch {
    throw new StartProblem(
      `"wrangler ${args.join(' ')}" failed. Log in with "npx wrangler login", and check the names.`,
    );
  }
}

/** Names of the secrets that the Pages project has. @throws StartProblem */
export async function remoteSecrets(root: string, project: string): Promise<string[]> {
  return secretNames(await wrangler(root, ['pages', 'secret', 'list', '--project-name', project]));
}

/** wrangler 4.86 writes `  - NAME: Value Encrypted`. */
export function secretNames(printed: string): string[] {
  return [...printed.matchAll(/^\s*- (\w+): Value Encrypted/gm)].map(([, name = '']) => name);
}

/** Names of migrations that the bound database still lacks. @throws StartProblem */
export async function unapplied(root: string): Promise<string[]> {
  return migrationNames(await wrangler(root, ['d1', 'migrations', 'list', 'DB', '--remote']));
}

export function migrationNames(printed: string): string[] {
  return [...printed.matchAll(/\b(\d{4}_[\w-]+\.sql)\b/g)].map(([, name = '']) => name);
}
