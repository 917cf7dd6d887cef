import { required, urlSetting } from '../env';
import { ApiError } from '../errors';
import { withDeadline } from '../upstream';
import { isConfigured, type TurnProvider, turnFailure } from './provider';

/** Twilio's Network Traversal Service, by its official client. */
export const twilio: TurnProvider = {
  name: 'twilio',
  isConfigured: (env) => isConfigured(env, 'twilio'),
  async mint(env, { ttlSeconds, signal, deps }) {
    const account = required(env, 'TWILIO_ACCOUNT_SID');
    const token = required(env, 'TWILIO_AUTH_TOKEN');
    const api = urlSetting(env, 'TWILIO_API_URL');
    // 0.5 MB of CommonJS that takes 60 ms to evaluate: only this path pays for it.
    const { default: connect } = await import('twilio');
    const { turnMs } = deps.deadlines;
    // Without logLevel a TWILIO_LOG_LEVEL=debug in the environment would print credentials (workerd fills process.env from bindings).
    const client = connect(account, token, { timeout: turnMs, autoRetry: false, logLevel: 'none' });
    if (api) client.api.baseUrl = api;
    // The client's own timeout rests on Node sockets and takes no signal; in workerd it may never fire.
    const ask = () => client.tokens.create({ ttl: ttlSeconds });
    try {
      const answer = await withDeadline(ask, { deadlineMs: turnMs, signal, late: 'turn_timeout' });
      return answer.iceServers;
    } catch (cause) {
      if (cause instanceof ApiError || signal.aborted) throw cause;
      throw failure(cause);
    }
  },
};

/** RestException carries a status, axios errors a flag; what is left is the client choking on an answer of another shape. */
function failure(cause: unknown): ApiError {
  const { status, code, isAxiosError } = Object(cause) as {
    status?: unknown;
    code?: unknown;
    isAxiosError?: unknown;
  };
  // Twilio's own words outrank the status: 20003 authenticate, 20429 too many requests (twilio.com/docs/api/errors).
  if (code === 20003) return turnFailure(401, { cause });
  if (code === 20429) return turnFailure(429, { cause });
  if (isAxiosError === true)
    return new ApiError(
      code === 'ECONNABORTED' || code === 'ETIMEDOUT' ? 'turn_timeout' : 'turn_unavailable',
      undefined,
      { cause },
    );
  if (typeof status === 'number') return turnFailure(status, { cause });
  return new ApiError('turn_bad_answer', undefined, { cause });
}
