import { Hono } from 'hono';
import connect from 'twilio';

type Bindings = { TWILIO_ACCOUNT_SID: string; TWILIO_AUTH_TOKEN: string; TWILIO_API_URL: string };

/** The whole client, as Twilio's own page shows its use. */
const app = new Hono<{ Bindings: Bindings }>().get('/v1/webrtc-turn-config/twilio', async (c) => {
  const client = connect(c.env.TWILIO_ACCOUNT_SID, c.env.TWILIO_AUTH_TOKEN);
  client.api.baseUrl = c.env.TWILIO_API_URL;
  return c.json({ iceServers: (await client.tokens.create({ ttl: 3600 })).iceServers });
});

export const onRequest = ({ request, env }: { request: Request; env: Bindings }) => app.fetch(request, env);
