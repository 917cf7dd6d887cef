/** Nothing at all, and nothing but a question to an upstream: what of a first request is the runtime's. */
export default {
  async fetch(request, env) {
    if (!request.url.endsWith('/fetch')) return Response.json({});
    const answer = await fetch(env.UPSTREAM, { method: 'POST', body: '{}' });
    return Response.json(await answer.json());
  },
};
