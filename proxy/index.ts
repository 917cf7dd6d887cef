import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { methodNotAllowed } from 'hono/method-not-allowed';
import { ROUTES, type WorkflowName } from '../protocol/api';
import { deploymentConfig } from './config';
import { type AppEnv, DEPS, type Deps } from './context';
import { ApiError, answerError, onError } from './errors';
import { access } from './guard/access';
import { sameOrigin } from './guard/origin';
import { securityHeaders } from './headers';
import { askForPhoto, askForSession } from './inference/ask';
import { OFFER_BYTES, readOffer, workerRequest } from './inference/offer';
import { checkPhoto, PHOTO_BYTES, toBase64 } from './inference/photo';
import { demandWorkflow } from './inference/workflows';
import { requestLog } from './log';
import { networkKey } from './network';
import { defaultConfig, demandConfigured, isProvider, relayConfig, workerServers } from './turn/lists';

export type { Env } from './env';
/** For `hc<AppType>()`: the page shares these routes' types and none of their code. */
export type AppType = ReturnType<typeof createApp>;

/** The proxy. `overrides` put a test's fetch, clock, log or deadlines in the place of the real ones. */
export function createApp(overrides: Partial<Deps> = {}) {
  const deps: Deps = { ...DEPS, ...overrides };
  const app = new Hono<AppEnv>();
  app.use(securityHeaders, requestLog(deps), methodNotAllowed({ app, onMethodNotAllowed: refuseMethod }));
  app.notFound((c) => answerError(c, new ApiError('not_found')));
  app.onError(onError);
  return app
    .get(ROUTES.config, async (c) => c.json(deploymentConfig(c.env, await networkKey(c.env, c.req.raw))))
    .get(ROUTES.turn, sameOrigin, access, async (c) =>
      c.json(await defaultConfig(c.env, { deps, signal: c.req.raw.signal })),
    )
    .get(`${ROUTES.turn}/:provider`, sameOrigin, access, async (c) => {
      const name = c.req.param('provider');
      if (!isProvider(name)) throw new ApiError('not_found', 'There is no such relay provider.');
      c.set('provider', name);
      const provider = demandConfigured(c.env, name);
      return c.json(await relayConfig(c.env, provider, { deps, signal: c.req.raw.signal }));
    })
    .post(ROUTES.offer, sameOrigin, access, limit(OFFER_BYTES), async (c) => {
      const body = readOffer(await c.req.text());
      const call = { deps, signal: c.req.raw.signal };
      const request = workerRequest(c.env, body, await workerServers(c.env, call));
      return c.json(await askForSession(c.env, request, call));
    })
    .post(ROUTES.infer, sameOrigin, access, limit(PHOTO_BYTES), async (c) => {
      const workflow = demandWorkflow(c.env, workflowName(c.req.query('workflow')));
      const photo = new Uint8Array(await c.req.arrayBuffer());
      checkPhoto(c.req.header('Content-Type'), photo);
      const call = { deps, signal: c.req.raw.signal };
      return c.json(await askForPhoto(c.env, workflow, toBase64(photo), call));
    })
    .post('/v1/session', () => {
      throw new ApiError(
        'not_found',
        'This deployment asks its visitors for no proof, so there is no session to start.',
      );
    });
}

function limit(maxSize: number) {
  return bodyLimit({
    maxSize,
    onError: () => {
      throw new ApiError(
        'payload_too_large',
        `The body is larger than ${maxSize} bytes. Send a smaller one.`,
      );
    },
  });
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
  return c.req.method === 'OPTIONS' ? c.body(null, 204) : answerError(c, new ApiError('method_not_allowed'));
}
