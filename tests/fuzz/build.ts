import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { buildArtifact } from '../../kit/process/functionsBuild';
import { ROOT } from '../../kit/process/paths';

const run = promisify(execFile);

/** What is under test: the proxy as Pages gets it, and the page, unless `npm test` has just built that. */
export default async function build(): Promise<void> {
  await Promise.all([buildArtifact(), process.env.SIGHTLINE_BUILT ? null : buildPage()]);
}

async function buildPage(): Promise<void> {
  await run(join(ROOT, 'node_modules', '.bin', 'vite'), ['build', '--logLevel', 'error'], { cwd: ROOT });
}
