import { postJson } from '../http/upstream';
import { required, urlSetting } from '../settings/env';
import { demandSuccess, isConfigured, type TurnProvider, turnCall } from './provider';

/** Cloudflare Realtime TURN: developers.cloudflare.com/realtime/turn/generate-credentials. */
export const cloudflare: TurnProvider = {
  name: 'cloudflare',
  isConfigured: (env) => isConfigured(env, 'cloudflare'),
  async mint(env, options) {
    const key = required(env, 'CLOUDFLARE_TURN_KEY_ID');
    const token = required(env, 'CLOUDFLARE_TURN_API_TOKEN');
    const api = urlSetting(env, 'CLOUDFLARE_TURN_API_URL') ?? 'https://rtc.live.cloudflare.com';
    const url = `${api}/v1/turn/keys/${key}/credentials/generate-ice-servers`;
    const headers = { Authorization: `Bearer ${token}` };
    const reply = await postJson(url, { ttl: options.ttlSeconds }, turnCall(options), headers);
    return (Object(demandSuccess(reply)) as { iceServers?: unknown }).iceServers;
  },
};
