/** Programs that do not come from npm, from the system's own package tool. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findTool } from '../../kit/process/tools.mjs';
import { privilege, show, works } from './commands.mjs';
import { Missing } from './missing.mjs';

/** @typedef {'coturn' | 'certutil' | 'chromium' | 'firefox' | 'webkit'} Need */
/** @typedef {'apt-get' | 'dnf' | 'pacman' | 'brew'} Manager */

/**
 * Programs that show whether it is there. @type {Record<Need,
 * import('../../kit/process/tools.mjs').ToolName[]>}
 */
const PROGRAMS = {
  coturn: ['turnserver'],
  certutil: ['certutil'],
  chromium: ['chromium'],
  firefox: ['firefox'],
  webkit: ['webkit', 'minibrowser', 'xvfb'],
};

/**
 * Browsers draw no letters without a font, and a bare server has none. No list: this system has no package of
 * it that would do (Fedora, Arch and Homebrew have no driver of WebKitGTK; Ubuntu's Firefox is a snap).
 * @type {Record<Manager, Partial<Record<Need, string[]>>>}
 */
const PACKAGES = {
  'apt-get': {
    coturn: ['coturn'],
    certutil: ['libnss3-tools'],
    chromium: ['chromium', 'fonts-liberation'],
    firefox: ['firefox-esr', 'fonts-liberation'],
    webkit: ['webkit2gtk-driver', 'xvfb', 'fonts-liberation'],
  },
  dnf: {
    coturn: ['coturn'],
    certutil: ['nss-tools'],
    chromium: ['chromium', 'liberation-fonts'],
    firefox: ['firefox', 'liberation-fonts'],
  },
  pacman: {
    coturn: ['coturn'],
    certutil: ['nss'],
    chromium: ['chromium', 'ttf-liberation'],
    firefox: ['firefox', 'ttf-liberation'],
  },
  brew: { coturn: ['coturn'], certutil: ['nss'] },
};

/** @type {Record<Manager, readonly string[]>} */
const INSTALL = {
  'apt-get': ['apt-get', 'install', '-y', '--no-install-recommends'],
  dnf: ['dnf', 'install', '-y'],
  pacman: ['pacman', '-Sy', '--noconfirm', '--needed'],
  brew: ['brew', 'install'],
};

/** @returns {Manager | null} */
function manager() {
  if (process.platform === 'darwin') return works(['brew', '--version']) ? 'brew' : null;
  /** @type {Manager[]} */
  const known = ['apt-get', 'dnf', 'pacman'];
  return known.find((name) => existsSync(join('/usr/bin', name))) ?? null;
}

function isUbuntu() {
  try {
    return /^ID=ubuntu$/m.test(readFileSync('/etc/os-release', 'utf8'));
  } catch {
    return false;
  }
}

function aptHasLists() {
  try {
    return readdirSync('/var/lib/apt/lists').some(
      (name) => name.endsWith('_Packages') || name.endsWith('_Packages.lz4'),
    );
  } catch {
    return false;
  }
}

/**
 * @param {readonly string[]} command
 * @param {readonly string[]} before what gives the right to run it
 */
function showAs(before, command) {
  const quiet = command[0] === 'apt-get' ? ['env', 'DEBIAN_FRONTEND=noninteractive'] : [];
  const [program = 'false', ...args] = [...before, ...quiet, ...command];
  return show([program, ...args]);
}

/**
 * Lists of packages age: what fails with old ones is tried once more with new ones.
 * @param {readonly string[]} before
 * @param {readonly string[]} packages
 */
export async function aptInstall(before, packages) {
  const update = () => showAs(before, ['apt-get', 'update', '-q']);
  const install = () => showAs(before, [...INSTALL['apt-get'], '-q', ...packages]);
  const fresh = !aptHasLists();
  if (fresh) await update();
  if ((await install()) === 0 || fresh) return;
  await update();
  await install();
}

/**
 * Debian leaves coturn's service off, newer Ubuntu starts it: on all addresses, on the very port that ours
 * wants.
 * @param {readonly string[]} before
 */
async function silenceService(before) {
  if (!existsSync('/run/systemd/system')) return;
  await showAs(before, ['systemctl', 'disable', '--now', '--quiet', 'coturn.service']);
}

/** Where the system's own package is a snap, or none: Playwright's build, which needs npm's packages. */
async function playwrightChromium() {
  const cli = join(import.meta.dirname, '..', '..', 'node_modules', '@playwright', 'test', 'cli.js');
  const before = process.platform === 'linux' ? privilege() : null;
  const withDeps = before === null ? [] : ['--with-deps'];
  await show([process.execPath, cli, 'install', ...withDeps, 'chromium']);
  if (findTool('chromium') !== null) return;
  throw new Missing(
    'Chromium is missing. Install Google Chrome (https://google.com/chrome), or set CHROMIUM_PATH to a browser.',
  );
}

/**
 * @param {Need} need
 * @param {typeof findTool} find
 */
function isThere(need, find) {
  return PROGRAMS[need].every((program) => find(program) !== null);
}

/**
 * @param {Manager} tool
 * @param {readonly string[]} packages
 */
function whatToType(tool, packages) {
  const install = [...INSTALL[tool], ...packages].join(' ');
  if (tool === 'brew') return install;
  return tool === 'apt-get' ? `sudo apt-get update && sudo ${install}` : `sudo ${install}`;
}

/**
 * @param {Need} need
 * @param {Manager} tool
 */
async function install(need, tool) {
  const packages = PACKAGES[tool][need];
  if (packages === undefined)
    throw new Missing(`${need} is missing, and ${tool} has no package of it that would do.`);
  // Homebrew refuses root and needs none.
  const before = tool === 'brew' ? [] : privilege();
  if (before === null)
    throw new Missing(
      `${need} is missing, and installing it needs a password. Type: ${whatToType(tool, packages)}`,
    );
  console.log(`Installing ${packages.join(', ')} (${tool}) …`);
  if (tool === 'apt-get') await aptInstall(before, packages);
  else await showAs(before, [...INSTALL[tool], ...packages]);
  if (need === 'coturn' && tool !== 'brew') await silenceService(before);
  if (!isThere(need, findTool))
    throw new Missing(
      `${need} could not be installed; see the lines above. Type: ${whatToType(tool, packages)}`,
    );
}

/** @param {Need} need */
async function put(need) {
  if (need === 'chromium' && (isUbuntu() || process.platform === 'darwin')) return playwrightChromium();
  const tool = manager();
  if (tool === null)
    throw new Missing(
      `${need} is missing, and no package tool was found that could install it. Install ${need} by hand.`,
    );
  await install(need, tool);
}

/**
 * Rejects with Missing where the program is not there and cannot be put there.
 * @param {Need} need
 * @param {typeof findTool} [find] a test's own eyes
 */
export async function ensureTool(need, find = findTool) {
  if (isThere(need, find)) return;
  if (need === 'chromium' && process.env.CHROMIUM_PATH)
    throw new Missing(
      'CHROMIUM_PATH names no program. Correct it, or unset it to have a browser found or installed.',
    );
  await put(need);
}
