import { createMiddleware } from 'hono/factory';
import { matchedRoutes } from 'hono/route';
import type { AppEnv, Deps, LogLine } from '../context';
import { onError } from './answers';

/** Methods of RFC 9110; any other word is the caller's own text and stays out of the log. */
const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH']);

/**
 * Writes one line for each request, and sends its id along so that a visitor's report can be found in the
 * log.
 */
export const requestLog = ({ log, now, requestId: newId }: Pick<Deps, 'log' | 'now' | 'requestId'>) =>
  createMiddleware<AppEnv>(async (c, next) => {
    const requestId = newId();
    const startedMs = now();
    // Hono hands Errors alone to `onError`; what else is thrown would leave as workerd's bare 500, without a
    // line here.
    await next().catch((thrown: unknown) => {
      c.res = onError(thrown, c);
    });
    c.res.headers.set('X-Request-Id', requestId);
    const line: LogLine = {
      requestId,
      method: METHODS.has(c.req.method) ? c.req.method : 'other',
      route: matchedRoutes(c).at(-1)?.path ?? '*',
      status: c.res.status,
      ms: now() - startedMs,
      code: c.var.code,
      reason: c.var.reason,
      provider: c.var.provider,
      upstreamStatus: c.var.upstreamStatus,
      undescribed: c.var.undescribed,
      unexpected: c.var.unexpected,
    };
    log(line);
  });
