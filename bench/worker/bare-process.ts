/** The program that runs the model at a camera's pace and does nothing else; its CPU time is then the model's. */
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
    await new Promise((resolve) => setTimeout(resolve, startMs + runs * everyMs - performance.now()));
  }
  const spent = process.cpuUsage(start);
  return { wallMs: ranMs / runs, cpuMs: (spent.user + spent.system) / 1000 / runs };
}

process.on('message', (order: Bare | Pace) => {
  const obey = async (): Promise<Spent | null> => {
    if ('everyMs' in order) return atPace(order);
    run = await openBare(order);
    return null;
  };
  obey().then(
    (spent) => process.send?.({ spent }),
    (error: unknown) => process.send?.({ failed: String(error) }),
  );
});
process.on('disconnect', () => process.exit(0));
