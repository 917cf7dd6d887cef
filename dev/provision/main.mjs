/** Which command needs what. */
import { join } from 'node:path';
import { findTool } from '../../kit/process/tools.mjs';
import { show } from './commands.mjs';
import { ensureDependencies } from './dependencies.mjs';
import { wishForLab } from './lab.mjs';
import { ensureLowPorts } from './lowPorts.mjs';
import { Missing } from './missing.mjs';
import { hasOwnRelay, hasOwnWorker } from './settings.mjs';
import { ensureTool } from './systemTools.mjs';

const root = join(import.meta.dirname, '..', '..');

/** A relay that is missing takes ENH away, not LIVE. */
async function wishForCoturn() {
  if (findTool('turnserver') !== null || hasOwnRelay(root)) return;
  try {
    await ensureTool('coturn');
  } catch (thrown) {
    if (!(thrown instanceof Missing)) throw thrown;
    console.error(`${thrown.message} Until then ENH stays off; everything else works.`);
  }
}

/** What the embedded worker shall see; without it the worker sees less, and says so. */
async function wishForModels() {
  if (!hasOwnWorker(root)) await models('fetch', 'chosen');
}

/** All: what they are is tested, too. A test that misses one says so. */
async function wishForAllModels() {
  await models('fetch');
}

/** @param {string[]} words */
function models(...words) {
  return show([process.execPath, '--import', 'tsx', join(root, 'worker', 'models', 'main.ts'), ...words]);
}

async function wishForRunning() {
  await wishForCoturn();
  await wishForModels();
}

/** Without the other two engines their tests count as skipped. @param {'firefox' | 'webkit'} engine */
async function wishForEngine(engine) {
  try {
    await ensureTool(engine);
  } catch (thrown) {
    if (!(thrown instanceof Missing)) throw thrown;
    console.error(`${thrown.message} Its tests will be skipped.`);
  }
}

async function needForTests() {
  await ensureTool('coturn');
  await ensureTool('certutil');
  await ensureTool('chromium');
  await wishForEngine('firefox');
  await wishForEngine('webkit');
  await ensureLowPorts();
  await wishForAllModels();
  await wishForLab(root, false);
}

async function needForLab() {
  await needForTests();
  await wishForLab(root, true);
}

/** What will do where not everything is installed. @type {Record<string, import('./dependencies.mjs').Part>} */
const PARTS = {
  page: { folder: '.', kinds: ['dependencies', 'devDependencies'] },
  worker: { folder: 'worker', kinds: ['dependencies'] },
};

/** @type {Record<string, () => Promise<void>>} */
const STEPS = {
  start: wishForRunning,
  dev: wishForRunning,
  phone: wishForRunning,
  test: needForTests,
  lab: needForLab,
  fuzz: () => ensureTool('chromium'),
  page: async () => {},
  worker: async () => {},
  packages: async () => {},
};

/**
 * The exit status: 0 when everything is in place.
 * @param {string} command
 * @returns {Promise<number>}
 */
export async function provision(command) {
  const step = Object.hasOwn(STEPS, command) ? STEPS[command] : undefined;
  if (step === undefined) {
    console.error(`usage: node dev/provision.mjs ${Object.keys(STEPS).join('|')}`);
    return 2;
  }
  try {
    await ensureDependencies(root, PARTS[command]);
    await step();
    return 0;
  } catch (thrown) {
    if (!(thrown instanceof Missing)) throw thrown;
    console.error(thrown.message);
    return 1;
  }
}
