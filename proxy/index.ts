import type { Context } from 'hono';
import { methodNotAllowed } from 'hono/method-not-allowed';
import { Hono } from 'hono/tiny';
import { type OfferContext, ROUTES, type WorkflowName } from '../protocol/api';
import { deploymentConfig, workflowFaces } from './config';
import { type AppEnv, asking, DEPS, type Deps } from './context';
import { ApiError } from './errors';
import { access, admission } from './guard/access';
import type { PaidOne } from './guard/budget/budget';
import { mintOrRefund, startOrRefund } from './guard/budget/refund';
import { entry, PROOF_BYTES } from './guard/entry';
import { sameOrigin } from './guard/origin';
import { answerError, onError } from './http/answers';
import { arrived, limit } from './http/body';
import { throughFront } from './http/front';
import { securityHeaders } from './http/headers';
import { requestLog } from './http/log';
import { askForPhoto } from './inference/ask';
import { createInterfaces } from './inference/interfaces';
import {
  grantedSeconds,
  lineageOf,
  OFFER_BYTES,
  readOffer,
  withServers,
  workerRequest,
} from './inference/offer';
import { checkPhoto, PHOTO_BYTES, toBase64 } from './inference/photo';
import { located } from './inference/region';
import { orderFor, readWish, startSession } from './inference/session';
import { demandWorkflow } from './inference/workflows';
import { networkKey } from './network';
import { defaultConfig, demandConfigured, isProvider, relayConfig, workerServers } from './turn/lists';
import { enhancedOffers } from './turn/offered';

export type { Env } from './settings/env';
/**
 * What routes.test-d.ts holds against protocol/api.ts, by which the page knows routes, answers and codes. Not
 * Hono's `hc<AppType>`: the offer is the SDK's to send, a photo is bytes, for which `hc` has no body, and the
 * two calls that are left are not worth its code.
 */
export type AppType = ReturnType<typeof createApp>;

/** The proxy. `overrides` put a test's fetch, clock, log or deadlines in the place of the real ones. */
export function createApp(overrides: Partial<Deps> = {}) {
  const deps: Deps = { ...DEPS, ...overrides };
  const guard = access(deps);
  const enter = entry(deps);
  const isAdmitted = admission(deps);
  const interfaces = createInterfaces(deps);
  const offerEnhanced = enhancedOffers(deps);
  // The tiny preset: a router that builds nothing at its first match saved a fresh isolate's first request
  // 1.5 ms of CPU.
  const app = new Hono<AppEnv>();
  app.use(securityHeaders, requestLog(deps), throughFront);
  app.use(methodNotAllowed({ app, onMethodNotAllowed: refuseMethod }));
  app.notFound((c) => answerError(c, new ApiError('not_found')));
  app.onError(onError);
  return app
    .get(ROUTES.config, async (c) => {
      const call = (await isAdmitted(c)) ? asking(c, deps) : null;
      const [network, enhanced, faces] = await Promise.all([
        networkKey(c.env, c.req.raw),
        offerEnhanced(c.env, call),
        workflowFaces(c.env, interfaces, call),
      ]);
      // By which the page's check tells a wrong clock. Cloudflare's edge says it anyway, a local workerd does not.
      c.header('Date', new Date(deps.now()).toUTCString());
      return c.json(deploymentConfig(c.env, new URL(c.req.url), network, { enhanced, ...faces }));
    })
    .get(ROUTES.turn, sameOrigin, guard, async (c) => {
      sayLeft(c, await c.var.budget.pay('credentials'), deps.now());
      return c.json(await defaultConfig(c.env, asking(c, deps)));
    })
    .get(`${ROUTES.turn}/:provider`, sameOrigin, guard, async (c) => {
      const name = c.req.param('provider');
      if (!isProvider(name)) throw new ApiError('not_found', 'There is no such relay provider.');
      c.set('provider', name);
      const provider = demandConfigured(c.env, name);
      const paid = await c.var.budget.pay('credentials');
      sayLeft(c, paid, deps.now());
      return c.json(await mintOrRefund(paid, () => relayConfig(c.env, provider, asking(c, deps))));
    })
    .post(ROUTES.offer, sameOrigin, guard, located, limit(OFFER_BYTES), async (c) => {
      const body = readOffer(await arrived(c.req.text()));
      const call = asking(c, deps);
      const wish = await readWish(c.env, body, c.var.region, interfaces);
      const paid = await c.var.budget.payForSession(grantedSeconds(body), lineageOf(body));
      const answer = await startOrRefund(paid, async () => {
        const iceServers = await workerServers(c.env, call);
        const order = await orderFor(c.env, wish, interfaces, call);
        const request = withServers(workerRequest(c.env, body, order), iceServers);
        return startSession(c.env, request, order.workflow, interfaces, call);
      });
      const { lineage } = paid;
      const context: OfferContext = lineage ? { ...answer.context, lineage } : answer.context;
      return c.json({ ...answer, context });
    })
    .post(ROUTES.infer, sameOrigin, guard, limit(PHOTO_BYTES), async (c) => {
      const workflow = demandWorkflow(c.env, workflowName(c.req.query('workflow')));
      const photo = new Uint8Array(await arrived(c.req.arrayBuffer()));
      checkPhoto(c.req.header('Content-Type'), photo);
      sayLeft(c, await c.var.budget.pay('photos'), deps.now());
      const call = asking(c, deps);
      return c.json(await askForPhoto(c.env, workflow, toBase64(photo), call));
    })
    .post(ROUTES.session, sameOrigin, limit(PROOF_BYTES), enter)
    .post(ROUTES.share, missShared);
}

/**
 * A picture that another app shared: a service worker takes it, and nothing comes here. Where there is none, what
 * comes is not read, and the page says that it has no picture.
 */
const missShared = (c: Context<AppEnv>) => c.redirect('/?shared', 303);

/** What is left of the day (draft-ietf-httpapi-ratelimit-headers), for who watches over a deployment. */
function sayLeft(c: Context<AppEnv>, { left }: PaidOne, nowMs: number): void {
  if (!left) return;
  const seconds = Math.max(0, Math.ceil((left.resetMs - nowMs) / 1000));
  c.header('RateLimit', `"day";r=${left.count};t=${seconds}`);
}

/** @throws ApiError `bad_request` */
function workflowName(asked: string | undefined): WorkflowName {
  if (asked === undefined || asked === 'fast') return 'fast';
  if (asked === 'accurate') return 'accurate';
  throw new ApiError('bad_request', 'The workflow must be "fast" or "accurate".');
}

/** OPTIONS gets the methods and no CORS header: no other origin is served, so a preflight must fail. */
function refuseMethod(c: Context<AppEnv>, methods: string[]): Response {
  c.header('Allow', [...methods, 'OPTIONS'].join(', '));
  // It ran into `notFound` before it came here.
  c.set('code', undefined);
  return c.req.method === 'OPTIONS' ? c.body(null, 204) : answerError(c, new ApiError('method_not_allowed'));
}
