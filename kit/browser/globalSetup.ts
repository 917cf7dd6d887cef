import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { ROOT } from '../process/paths';
import { snapshot } from '../stack/app';
import { startRelay } from '../stack/relay';

/** Builds the app (unless `npm test` just did) and starts what all workers share. @returns the teardown. */
export default async function globalSetup(): Promise<() => Promise<void>> {
  if (!process.env.SIGHTLINE_BUILT) {
    execFileSync(join(ROOT, 'node_modules', '.bin', 'vite'), ['build', '--logLevel', 'warn'], {
      cwd: ROOT,
      stdio: 'inherit',
    });
  }
  const { stop, ...facts } = await startRelay();
  snapshot(join(facts.folder, 'app'));
  // Playwright starts its workers after this, with this environment.
  process.env.SIGHTLINE_E2E_RELAY = JSON.stringify(facts);
  return stop;
}
