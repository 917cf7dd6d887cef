import { createApp, type Env } from '../../proxy/index';
import { rehearse } from '../../proxy/rehearsal';

void rehearse();

const app = createApp();

type PagesContext = {
  request: Request;
  env: Env;
  waitUntil(work: Promise<unknown>): void;
  passThroughOnException(): void;
};

/**
 * Hands every `/v1/*` request over. Hono's own Pages adapter is deprecated (gone in v5) and would do no more
 * than this.
 */
export const onRequest = ({ request, env, waitUntil, passThroughOnException }: PagesContext) =>
  app.fetch(request, env, { waitUntil, passThroughOnException, props: {} });
