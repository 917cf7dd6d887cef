/**
 * Lighthouse, apart from everything else: 185 MB that only this benchmark wants, so no `npm ci` of the
 * repository fetches it. `npm ci` holds each package against the SHA-512 in the lockfile beside this, and no
 * package's own script is run. One of its packages asks for third-party-web's latest, whatever that is on the day:
 * `overrides` holds it, or `npm ci` ends with each release of that.
 */
import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../kit/process/paths';

const FOLDER = join(ROOT, '.sightline', 'lighthouse');
const LOCK = 'package-lock.json';
const PROGRAM = join(FOLDER, 'node_modules', 'lighthouse', 'cli', 'index.js');

/** The folder gets its name when all of it is there. */
function isInstalled(): boolean {
  const installed = join(FOLDER, LOCK);
  if (!existsSync(installed) || !existsSync(PROGRAM)) return false;
  return readFileSync(installed).equals(readFileSync(join(import.meta.dirname, LOCK)));
}

/** @returns what Node runs. @throws Error with npm's words above where it cannot be had. */
export function lighthouseProgram(): string {
  if (isInstalled()) return PROGRAM;
  console.log('Installing Lighthouse into .sightline/lighthouse, once: 201 packages, 40 MB to fetch …');
  const making = `${FOLDER}-making`;
  rmSync(making, { recursive: true, force: true });
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(making, { recursive: true });
  for (const file of ['package.json', LOCK])
    copyFileSync(join(import.meta.dirname, file), join(making, file));
  const flags = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  execFileSync('npm', ['ci', ...flags], { cwd: making, stdio: 'inherit' });
  renameSync(making, FOLDER);
  return PROGRAM;
}
