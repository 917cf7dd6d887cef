/** Waiting for a child to answer HTTP, or to die trying. */
import { get as getHttp } from 'node:http';
import { get as getHttps } from 'node:https';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { StartProblem } from '../problem';
import type { Child } from './children';

export type Answer = { status: number; body: string };

/** `ca`: PEM of the one CA to trust for https. */
export type AskOptions = { ca?: string; headers?: Record<string, string> };

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

/**
 * @returns the body, once `url` answers 200. Rejects with a StartProblem when the child ends first or the
 * time (ms) is up.
 */
export async function untilAnswers(
  child: Child,
  url: string,
  timeoutMs: number,
  options: AskOptions = {},
): Promise<string> {
  const until = Date.now() + timeoutMs;
  while (Date.now() < until) {
    if (child.process.exitCode !== null || child.process.signalCode !== null) {
      throw new StartProblem(`${child.name} ended while starting; its last lines follow.`, 1, child.log);
    }
    const answer = await answerOf(url, options);
    if (answer?.status === 200) return answer.body;
    await sleep(100);
  }
  const seconds = Math.round(timeoutMs / 1000);
  throw new StartProblem(
    `${child.name} did not answer within ${seconds} s; its last lines follow.`,
    1,
    child.log,
  );
}
