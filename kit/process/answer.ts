/** One request to what was started here. */
import { get as getHttp } from 'node:http';
import { get as getHttps } from 'node:https';
import { text } from 'node:stream/consumers';

export type Answer = { status: number; body: string };

/** `ca`: PEM of the one CA to trust for https. `rejectUnauthorized`: false takes any certificate, on loopback alone. */
export type AskOptions = { ca?: string; rejectUnauthorized?: boolean; headers?: Record<string, string> };

/** Null where nobody answers. */
export function answerOf(url: string, options: AskOptions = {}): Promise<Answer | null> {
  return new Promise((done) => {
    const get = url.startsWith('https:') ? getHttps : getHttp;
    const request = get(url, { timeout: 5000, ...options }, (response) => {
      text(response).then(
        (body) => done({ status: response.statusCode ?? 0, body }),
        () => done(null),
      );
    });
    request.on('timeout', () => request.destroy());
    request.on('error', () => done(null));
  });
}
