/** What scripts of a page cost its own thread, by Chromium's trace: CPU time, which a busy machine does not stretch. */
import type { CDPSession, Page } from '@playwright/test';

/**
 * For the page, before the app: what is called at each frame of the camera that comes onto the screen has a name, by
 * which the trace knows it. A mark of its own would cost as much as following a thing.
 */
export function nameFrames(): void {
  const ask = HTMLVideoElement.prototype.requestVideoFrameCallback;
  HTMLVideoElement.prototype.requestVideoFrameCallback = function (then) {
    return ask.call(this, function cameraFrame(now, metadata) {
      then(now, metadata);
    });
  };
}

/** For the page, before the app: counts what React commits, as its developer tools would hear of it. */
export function countCommits(): void {
  const counted = Object.assign(window, { commits: 0 });
  const onCommitFiberRoot = () => {
    counted.commits += 1;
  };
  const nothing = () => {};
  const others = { supportsFiber: true, inject: () => 1, onCommitFiberUnmount: nothing };
  const hook = { ...others, onCommitFiberRoot, onPostCommitFiberRoot: nothing };
  Object.assign(window, { __REACT_DEVTOOLS_GLOBAL_HOOK__: hook });
}

/** So far. */
export const commitsOf = (page: Page): Promise<number> =>
  page.evaluate(() => (window as unknown as { commits: number }).commits);

/** An event of Chromium's trace; `ts` and durations in µs, `tdur` of the thread's own CPU time. */
type Traced = {
  name: string;
  ph: string;
  ts: number;
  pid: number;
  tid: number;
  dur?: number;
  tdur?: number;
  args?: { data?: { functionName?: string } };
};
const SCRIPT = new Set(['FunctionCall', 'RunMicrotasks', 'EvaluateScript', 'v8.callFunction']);

/** No more than is read: what is traced costs the page, too. */
const SCRIPTS = ['devtools.timeline', 'v8'];
const TASKS = [...SCRIPTS, 'v8.execute', 'disabled-by-default-devtools.timeline'];
/** Of a task that a person may notice (W3C longtasks). */
const LONG_TASK_MS = 50;

/** How long to look, and how many times slower the phone is: CPU time is multiplied by that. */
type Watch = { ms: number; slower: number };

/** CPU time of scripts from each frame to the next, ms. @throws Error where the page has no browser of its own */
export async function scriptPerFrame(page: Page, { ms, slower }: Watch): Promise<number[]> {
  const { marks, here } = await traced(page, SCRIPTS, ms);
  const scripts = outermost(here.filter(({ name, ph }) => ph === 'X' && SCRIPT.has(name)));
  const perFrame = marks.slice(1).map(() => 0);
  let frame = 0;
  for (const { ts, tdur = 0 } of scripts) {
    while (frame < perFrame.length && ts >= (marks[frame + 1]?.ts ?? 0)) frame += 1;
    if (frame < perFrame.length && ts >= (marks[0]?.ts ?? 0))
      perFrame[frame] = (perFrame[frame] ?? 0) + (slower * tdur) / 1_000;
  }
  return perFrame;
}

/** How many there were. @throws as above, and where the trace tells of no task */
export async function longTasks(page: Page, { ms, slower }: Watch): Promise<number> {
  const tasks = (await traced(page, TASKS, ms)).here.filter(({ name }) => name === 'RunTask');
  if (tasks.length === 0) throw new Error('The trace tells of no tasks.');
  return tasks.filter(({ tdur = 0 }) => (slower * tdur) / 1_000 > LONG_TASK_MS).length;
}

/** What was called at the frames, and what else was traced of their thread. */
async function traced(page: Page, categories: string[], ms: number) {
  const browser = await page.context().browser()?.newBrowserCDPSession();
  if (!browser) throw new Error('The page has no browser.');
  try {
    const events = await trace(browser, categories, ms);
    const marks = events.filter(({ args }) => args?.data?.functionName === 'cameraFrame');
    const here = events.filter(({ pid, tid }) => pid === marks[0]?.pid && tid === marks[0].tid);
    return { marks, here };
  } finally {
    await browser.detach();
  }
}

async function trace(cdp: CDPSession, includedCategories: string[], ms: number): Promise<Traced[]> {
  const events: Traced[] = [];
  cdp.on('Tracing.dataCollected', ({ value }) => events.push(...(value as unknown as Traced[])));
  await cdp.send('Tracing.start', { traceConfig: { includedCategories }, transferMode: 'ReportEvents' });
  await new Promise((resolve) => setTimeout(resolve, ms));
  const ended = new Promise((resolve) => cdp.once('Tracing.tracingComplete', resolve));
  await cdp.send('Tracing.end');
  await ended;
  return events.sort((a, b) => a.ts - b.ts);
}

/** Of one thread, what no other of them encloses. */
function outermost(events: Traced[]): Traced[] {
  let endsAt = Number.NEGATIVE_INFINITY;
  return events.filter(({ ts, dur = 0 }) => {
    if (ts < endsAt) return false;
    endsAt = ts + dur;
    return true;
  });
}
