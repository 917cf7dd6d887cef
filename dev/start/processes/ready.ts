/** Waiting for a child to answer HTTP, or to die trying. */
import { setTimeout as sleep } from 'node:timers/promises';
import { type AskOptions, answerOf } from '../../../kit/process/answer';
import { StartProblem } from '../problem';
import type { Child } from './children';

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
