/** The program that runs the model at a camera's pace and nothing else; its CPU time is the model's. */
import { setTimeout as sleep } from 'node:timers/promises';
import { answerQuestions } from '../../kit/process/forked';
import { type Bare, openBare } from './bare';

/** `forMs` at one run every `everyMs`. */
export type Pace = { everyMs: number; forMs: number };
/** Of one run, ms. */
export type Spent = { wallMs: number; cpuMs: number };

let run: (() => Promise<unknown>) | undefined;

async function atPace({ everyMs, forMs }: Pace): Promise<Spent> {
  const [startMs, start] = [performance.now(), process.cpuUsage()];
  let [runs, ranMs] = [0, 0];
  while (performance.now() - startMs < forMs) {
    const beganMs = performance.now();
    await run?.();
    ranMs += performance.now() - beganMs;
    runs += 1;
    await sleep(startMs + runs * everyMs - performance.now());
  }
  const spent = process.cpuUsage(start);
  return { wallMs: ranMs / runs, cpuMs: (spent.user + spent.system) / 1000 / runs };
}

answerQuestions(async (asked: Bare | Pace) => {
  if ('everyMs' in asked) return atPace(asked);
  run = await openBare(asked);
  return null;
});
