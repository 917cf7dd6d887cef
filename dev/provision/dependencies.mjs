/** node_modules, installed as package-lock.json says, and left alone when they are what it says already. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hear, show } from './commands.mjs';
import { Missing } from './missing.mjs';

/**
 * What the package in `folder` lists: a part of the tree.
 * @typedef {{ folder: string, kinds: ('dependencies' | 'devDependencies')[] }} Part
 */
/**
 * @typedef {{
 *   version?: string, dependencies?: Record<string, string>, devDependencies?: Record<string, string>
 * }} PackageJson
 */
/**
 * @typedef {{
 *   version?: string, integrity?: string, optional?: boolean, devOptional?: boolean, peer?: boolean, link?: boolean
 * }} Entry
 */

/** @param {string} root */
function stampPath(root) {
  return join(root, 'node_modules', '.sightline-lock');
}

/**
 * Native parts differ by platform: a tree that came along from another machine does not count.
 * @param {string} root
 */
export function stampOf(root) {
  const lock = readFileSync(join(root, 'package-lock.json'));
  const hash = createHash('sha256').update(lock).digest('hex');
  return `${hash} ${process.platform} ${process.arch} node ${process.versions.modules}\n`;
}

/** @param {string} path */
function readText(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

/**
 * @param {string} path
 * @returns {Record<string, Entry>}
 */
function packagesIn(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8')).packages ?? {};
  } catch {
    return {};
  }
}

/**
 * @param {string} folder
 * @returns {PackageJson}
 */
function packageJson(folder) {
  return JSON.parse(readText(join(folder, 'package.json')) ?? '{}');
}

/**
 * npm keeps a lockfile of what it really installed. Optional packages may be left out on this platform.
 * @param {string} root
 */
export function matchesLock(root) {
  const installed = packagesIn(join(root, 'node_modules', '.package-lock.json'));
  const wanted = Object.entries(packagesIn(join(root, 'package-lock.json')));
  const needed = wanted.filter(([path, { optional }]) => path !== '' && !optional);
  return (
    needed.length > 0 &&
    needed.every(
      ([path, { integrity }]) => installed[path]?.integrity === integrity && existsSync(join(root, path)),
    )
  );
}

/**
 * A tree that someone installed by hand is as good as ours when it holds what the lock says.
 * @param {string} root
 */
export function isInstalled(root) {
  const stamp = readText(stampPath(root));
  if (stamp !== null) return stamp === stampOf(root);
  if (!matchesLock(root)) return false;
  writeFileSync(stampPath(root), stampOf(root));
  return true;
}

/**
 * CUDA's half gigabyte, which onnxruntime-node fetches from elsewhere. `.npmrc` says the same to npm 11 and
 * older, for `npm ci` by hand.
 */
const NO_DOWNLOADS = { ONNXRUNTIME_NODE_INSTALL: 'skip' };

/** @returns {[string, ...string[]]} */
function npm() {
  const script = process.env.npm_execpath;
  return script?.endsWith('npm-cli.js') ? [process.execPath, script] : ['npm'];
}

/**
 * `npm ci`, or where it refuses the lockfile as incomplete, `npm install` without writing to it. A lockfile
 * made where the registry does not have the packages of every platform lacks those:
 * https://github.com/npm/cli/issues/4828
 * @param {string} root
 */
async function install(root) {
  const flags = ['--include=dev', '--prefix', root, '--no-audit', '--no-fund', '--loglevel=error'];
  const strict = await hear([...npm(), 'ci', ...flags], NO_DOWNLOADS);
  if (strict.status === 0) return true;
  if (!strict.errors.includes('EUSAGE')) {
    process.stderr.write(strict.errors);
    return false;
  }
  console.log(
    'npm ci refuses package-lock.json as incomplete; installing the same versions with npm install …',
  );
  return (await show([...npm(), 'install', '--no-save', ...flags], NO_DOWNLOADS)) === 0;
}

/**
 * Whoever deploys the page alone may leave the worker's packages out, and a machine that runs the worker the
 * developer's. Versions are pinned, so that what a package.json lists can be compared. Not by `npm ls`: npm
 * 11 crashes where a workspace is left out.
 * @param {string} root
 * @param {Part} part
 */
export function hasPart(root, { folder, kinds }) {
  const wanted = packageJson(join(root, folder));
  return kinds.every((kind) =>
    Object.entries(wanted[kind] ?? {}).every(
      ([name, version]) => packageJson(join(root, 'node_modules', name)).version === version,
    ),
  );
}

/**
 * @param {string} root
 * @param {Part} [part] that will do
 */
export async function ensureDependencies(root, part) {
  if (isInstalled(root) || (part && hasPart(root, part))) return;
  console.log('Installing dependencies (npm ci); the first time takes a minute or two …');
  if (!(await install(root)))
    throw new Missing('The dependencies could not be installed; see the lines above, then type: npm ci');
  writeFileSync(stampPath(root), stampOf(root));
  console.log('Dependencies are in place.');
}
