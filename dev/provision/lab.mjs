/** What the simulated networks of `lab/` need. They run on Linux as root alone, and say so themselves. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { show } from './commands.mjs';
import { aptInstall } from './systemTools.mjs';

/** Programs that show whether the packages are there. */
const PROGRAMS = ['ip', 'nft', 'python3', 'tayga'];
const FOLDERS = ['/usr/bin', '/usr/sbin', '/bin', '/sbin'];

/** The peer of one suite of `npm run lab`, with a hundred megabytes of codecs behind it. */
const ONLY_FOR_THE_LAB = 'python3-aiortc';

/** @param {string} program */
const isThere = (program) => FOLDERS.some((folder) => existsSync(join(folder, program)));

const hasAiortc = () => existsSync('/usr/lib/python3/dist-packages/aiortc');

/**
 * Never fails: where something stays missing the lab counts as skipped, in words.
 * @param {string} root
 * @param {boolean} whole with what only `npm run lab` needs
 */
export async function wishForLab(root, whole) {
  if (process.platform !== 'linux' || process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return;
  if (PROGRAMS.every(isThere) && (!whole || hasAiortc())) return;
  const listed = readFileSync(join(root, 'lab', 'packages.txt'), 'utf8')
    .split(/\s+/)
    .filter(Boolean);
  const packages = whole ? listed : listed.filter((name) => name !== ONLY_FOR_THE_LAB);
  console.log(`Installing ${packages.join(', ')} (apt-get) …`);
  await aptInstall([], packages);
  // Debian starts tayga as a service; the lab runs its own, inside its namespaces.
  if (existsSync('/run/systemd/system'))
    await show(['systemctl', 'disable', '--now', '--quiet', 'tayga.service']);
}
