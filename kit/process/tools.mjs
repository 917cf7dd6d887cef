/**
 * Where this machine keeps the programs that do not come from npm. Plain JavaScript without dependencies: npm
 * runs it before node_modules exist (dev/provision.mjs), and the tests find their browser through it too.
 */
import { accessSync, constants, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, delimiter, join } from 'node:path';

const COMMANDS = {
  chromium: ['google-chrome', 'google-chrome-stable', 'chromium', 'chromium-browser'],
  turnserver: ['turnserver'],
  turnutils_uclient: ['turnutils_uclient'],
  certutil: ['certutil'],
  firefox: ['firefox-esr', 'firefox'],
  webkit: ['WebKitWebDriver'],
  xvfb: ['Xvfb'],
};

/** Beside PATH: Homebrew keeps nss and coturn out of it, and a login shell of Debian's leaves out sbin. */
const FOLDERS = [
  '/usr/bin',
  '/usr/sbin',
  '/usr/local/bin',
  '/opt/homebrew/bin',
  '/opt/homebrew/opt/coturn/bin',
  '/opt/homebrew/opt/nss/bin',
  '/usr/local/opt/coturn/bin',
  '/usr/local/opt/nss/bin',
];

/** WebKit's own small browser, which its driver starts; beside the library, by architecture and version. */
const WEBKIT_BROWSER = /^webkit2?gtk-[\d.]+$/;

const MAC_BROWSERS = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** @param {string} path */
function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/**
 * Ubuntu's chromium is a snap, or a script that says to install one. Confined as it is, it reads neither the
 * video file nor the certificate store of a test:
 * https://bugs.launchpad.net/ubuntu/+source/chromium-browser/+bug/1858465
 * @param {string} path
 */
function isSnap(path) {
  const real = realpathSync(path);
  if (real.startsWith('/snap/') || real.endsWith('/snap')) return true;
  return statSync(real).size < 10_000 && readFileSync(real, 'utf8').includes('/snap/bin/');
}

/** The browsers that `npx playwright install chromium` has put into its cache, newest first. */
function playwrightBrowsers() {
  const cache = process.platform === 'darwin' ? ['Library', 'Caches'] : ['.cache'];
  const root = process.env.PLAYWRIGHT_BROWSERS_PATH || join(homedir(), ...cache, 'ms-playwright');
  try {
    const revision = (/** @type {string} */ name) => Number(name.split('-')[1]);
    const builds = readdirSync(root).filter((name) => /^chromium-\d+$/.test(name));
    return builds.sort((a, b) => revision(b) - revision(a)).flatMap((name) => programsOf(join(root, name)));
  } catch {
    return [];
  }
}

/** @param {string} build */
function programsOf(build) {
  const apps = [
    'Chromium.app/Contents/MacOS/Chromium',
    'Google Chrome for Testing.app/Contents/MacOS/Google Chrome for Testing',
  ];
  return readdirSync(build).flatMap((arch) =>
    ['chrome', ...apps].map((program) => join(build, arch, program)),
  );
}

/** @param {readonly string[]} names */
function onPath(names) {
  const folders = [...(process.env.PATH ?? '').split(delimiter).filter(Boolean), ...FOLDERS];
  return names.flatMap((name) => folders.map((folder) => join(folder, name)));
}

function findChromium() {
  const named = process.env.CHROMIUM_PATH;
  if (named) return isProgram(named) ? named : null;
  const candidates = [...onPath(COMMANDS.chromium), ...MAC_BROWSERS, ...playwrightBrowsers()];
  return candidates.find((path) => isProgram(path) && !isSnap(path)) ?? null;
}

/** @param {string} folder */
function foldersIn(folder) {
  try {
    return readdirSync(folder).map((name) => join(folder, name));
  } catch {
    return [];
  }
}

function findMiniBrowser() {
  const libraries = foldersIn('/usr/lib').flatMap((path) => [path, ...foldersIn(path)]);
  const homes = libraries.filter((path) => WEBKIT_BROWSER.test(basename(path))).sort();
  return (
    homes
      .reverse()
      .map((home) => join(home, 'MiniBrowser'))
      .find(isProgram) ?? null
  );
}

/** A snap of Firefox reads no profile out of a test's folder either. */
function findFirefox() {
  return onPath(COMMANDS.firefox).find((path) => isProgram(path) && !isSnap(path)) ?? null;
}

/**
 * The absolute path of a program, or null where this machine has none that would do. CHROMIUM_PATH overrides
 * the browser.
 * @param {import('./tools.mjs').ToolName} name
 * @returns {string | null}
 */
export function findTool(name) {
  if (name === 'chromium') return findChromium();
  if (name === 'firefox') return findFirefox();
  if (name === 'minibrowser') return findMiniBrowser();
  return onPath(COMMANDS[name]).find(isProgram) ?? null;
}
