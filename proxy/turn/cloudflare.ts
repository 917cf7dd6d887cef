import { required, urlSetting } from '../env';
import { call } from '../upstream';
import { demandSuccess, isConfigured, type TurnProvider } from './provider';

/** Cloudflare Realtime TURN: developers.cloudflare.com/realtime/turn/generate-credentials. */
export const cloudflare: TurnProvider = {
  name: 'cloudflare',
  isConfigured: (env) => isConfigured(env, 'cloudflare'),
  async mint(env, { ttlSeconds, signal, deps }) {
    const key = required(env, 'CLOUDFLARE_TURN_KEY_ID');
    const token = required(env, 'CLOUDFLARE_TURN_API_TOKEN');
    const api = urlSetting(env, 'CLOUDFLARE_TURN_API_URL') ?? 'https://rtc.live.cloudflare.com';
    const reply = await call(
      `${api}/v1/turn/keys/${key}/credentials/generate-ice-servers`,
      {
        method: 'POST',
        headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
        body: JSON.stringify({ ttl: ttlSeconds }),
      },
      {
        fetch: deps.fetch,
        deadlineMs: deps.deadlines.turnMs,
        signal,
        codes: { timeout: 'turn_timeout', unreachable: 'turn_unavailable' },
      },
    );
    return (Object(demandSuccess(reply)) as { iceServers?: unknown }).iceServers;
  },
};
