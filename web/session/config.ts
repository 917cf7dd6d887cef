import type { DeploymentConfig } from '../../protocol/api';
import { type Fetch, fetchConfig } from './api';
import type { Clock } from './clock';

const FIRST_RETRY_MS = 2_000;
const LAST_RETRY_MS = 30_000;

/** Asks what the deployment offers until it answers, ever more slowly: a page opened offline learns it once it is back. */
export function loadConfig(fetch: Fetch, clock: Clock, found: (config: DeploymentConfig) => void): void {
  const { signal } = new AbortController();
  const ask = (retryMs: number) => {
    const again = () => clock.after(retryMs, () => ask(Math.min(retryMs * 2, LAST_RETRY_MS)), signal);
    fetchConfig(fetch, { clock, signal }).then(found, again);
  };
  ask(FIRST_RETRY_MS);
}
