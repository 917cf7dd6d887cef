/** `GET /v1/config`: what the deployment offers, and the proxy's sign of life. */
import { type DeploymentConfig, ROUTES } from '../../protocol/api';
import type { Clock } from '../time/clock';
import { type Fetch, getJson } from './client';

const DEADLINE_MS = 8_000;
const FIRST_RETRY_MS = 2_000;
const LAST_RETRY_MS = 30_000;

/** Asks until there is an answer, ever more slowly: a page opened offline learns it once it is back. */
export function loadConfig(fetch: Fetch, clock: Clock, found: (config: DeploymentConfig) => void): void {
  const { signal } = new AbortController();
  const ask = (retryMs: number) => {
    const again = () => clock.after(retryMs, () => ask(Math.min(retryMs * 2, LAST_RETRY_MS)), signal);
    const request = { url: ROUTES.config, deadlineMs: DEADLINE_MS };
    getJson<DeploymentConfig>(fetch, request, { clock, signal }).then(found, again);
  };
  ask(FIRST_RETRY_MS);
}

/** Small, and neither credentials nor GPU hang on it. @throws where the answer is not 2xx, or none comes */
export async function pingProxy(fetch: Fetch, signal: AbortSignal): Promise<void> {
  const { ok } = await fetch(ROUTES.config, { signal, cache: 'no-store' });
  if (!ok) throw new Error('The proxy is not well.');
}
