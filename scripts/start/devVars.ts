/** The settings of `.dev.vars`, read as wrangler would read them. */
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseEnv } from 'node:util';
import { checkEnv } from '../../proxy/env';
import type { Values } from './plan';
import { StartProblem } from './problem';

/** DEV_VARS_FILE names another file, which tests use. */
export function devVarsPath(root: string, env: NodeJS.ProcessEnv): string {
  return env.DEV_VARS_FILE || join(root, '.dev.vars');
}

/** No file: no settings, and that is fine. */
export function readDevVars(path: string): Values {
  try {
    const values = Object.entries(parseEnv(readFileSync(path, 'utf8')));
    return Object.fromEntries(values.flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])));
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw new StartProblem(
      `${basename(path)} cannot be read (${(thrown as NodeJS.ErrnoException).code ?? 'unknown'}).`,
      2,
    );
  }
}

/** Throws a StartProblem that lists each wrong setting, by name alone. */
export function checkValues(values: Values, path: string): void {
  const [first, ...others] = checkEnv({ ...values });
  if (first !== undefined) throw new StartProblem(`${basename(path)}: ${first}`, 2, others);
}
