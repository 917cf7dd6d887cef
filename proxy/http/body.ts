import type { MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { ApiError } from '../errors';

/**
 * Refuses a body of more than `maxSize` bytes before it is read, or, where its length was not announced,
 * while it is.
 */
export function limit(maxSize: number): MiddlewareHandler {
  const limited = bodyLimit({
    maxSize,
    onError: () => {
      throw new ApiError(
        'payload_too_large',
        `The body is larger than ${maxSize} bytes. Send a smaller one.`,
      );
    },
  });
  // What fails here is the reading: Hono deals with what handlers throw before it comes back to a middleware.
  return (c, next) => arrived(limited(c, next));
}

/** What was read, or `bad_request` where the connection broke on the way: that is no fault of this proxy. */
export async function arrived<T>(reading: Promise<T>): Promise<T> {
  try {
    return await reading;
  } catch (cause) {
    if (cause instanceof ApiError) throw cause;
    throw new ApiError('bad_request', 'The body did not arrive whole. Try again.', { cause });
  }
}
