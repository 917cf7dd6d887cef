import { Hono } from 'hono';

/** As little as a Hono app can be, and as little as one can be that asks an upstream. */
const app = new Hono<{ Bindings: { UPSTREAM: string } }>()
  .get('/v1/hello', (c) => c.json({ hello: 'world' }))
  .get('/v1/fetch', async (c) =>
    c.json(await (await fetch(c.env.UPSTREAM, { method: 'POST', body: '{}' })).json()),
  );

export const onRequest = ({ request, env }: { request: Request; env: { UPSTREAM: string } }) =>
  app.fetch(request, env);
