import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { buildArtifact } from '../../e2e/artifact/artifact';
import { ROOT } from '../../e2e/harness/paths';

/** What is under test: the proxy as Pages gets it, and the page, unless `npm test` has just built that. */
export default async function build(): Promise<void> {
  await buildArtifact();
  if (process.env.SIGHTLINE_BUILT) return;
  execFileSync(join(ROOT, 'node_modules', '.bin', 'vite'), ['build', '--logLevel', 'warn'], {
    cwd: ROOT,
    stdio: 'inherit',
  });
}
