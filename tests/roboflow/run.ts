/**
 * `npm run e2e:roboflow`: the browser tests before Roboflow's own server, which is installed first where it is
 * not there yet. What follows goes to Playwright: `npm run e2e:roboflow -- outputs`.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { isInstalled, SCRIPT } from './server';

const CONFIG = fileURLToPath(new URL('playwright.config.ts', import.meta.url));
/** What the server's packages have wheels for. */
const VERSION = /^Python 3\.1[12]\./;
const NAMES = ['python3', 'python3.12', 'python3.11'];

/** With venv and pip, which Debian keeps in packages of their own. */
function findPython(): string | null {
  const fits = (name: string) => {
    const { stdout } = spawnSync(name, ['--version'], { encoding: 'utf8' });
    return VERSION.test(stdout ?? '') && spawnSync(name, ['-c', 'import venv, ensurepip']).status === 0;
  };
  return NAMES.find(fits) ?? null;
}

/** @returns why the server cannot be had, or null. */
function install(): string | null {
  if (isInstalled) return null;
  const python = findPython();
  if (python === null) return 'it needs Python 3.11 or 3.12 with venv, and none is here';
  const env = { ...process.env, INSTALL: 'only', PYTHON: python };
  const { status } = spawnSync('bash', [SCRIPT], { env, stdio: 'inherit' });
  if (status === 0) return null;
  throw new Error("Roboflow's server could not be installed: what pip says stands above.");
}

const lack = install();
if (lack !== null) {
  console.log(`Skipped: Roboflow's own server was not tested, ${lack}.`);
} else {
  const args = ['playwright', 'test', '-c', CONFIG, ...process.argv.slice(2)];
  process.exitCode = spawnSync('npx', args, { stdio: 'inherit' }).status ?? 1;
}
