/** What scripts of a page cost its own thread, by Chromium's trace: CPU time, which a busy machine does not stretch. */
import type { CDPSession, Page } from '@playwright/test';

/** For the page, before the app: a mark at each frame of the camera that comes onto the screen. */
export function markFrames(): void {
  const ask = HTMLVideoElement.prototype.requestVideoFrameCallback;
  HTMLVideoElement.prototype.requestVideoFrameCallback = function (then) {
    return ask.call(this, (now, metadata) => {
      performance.mark('camera frame');
      then(now, metadata);
    });
  };
}

/** An event of Chromium's trace; `ts` and durations in µs, `tdur` of the thread's own CPU time. */
type Traced = { name: string; ph: string; ts: number; pid: number; tid: number; dur?: number; tdur?: number };
const SCRIPT = new Set(['FunctionCall', 'RunMicrotasks', 'EvaluateScript', 'v8.callFunction']);

/** CPU time (ms) of scripts from each frame to the next, and tasks of more than 50 ms. */
export type ScriptCost = { perFrame: number[]; longTasks: number };

/** Watches for `ms`. @throws Error where the page has no browser of its own */
export async function watchScripts(page: Page, ms: number): Promise<ScriptCost> {
  const browser = await page.context().browser()?.newBrowserCDPSession();
  if (!browser) throw new Error('The page has no browser.');
  try {
    return scriptPerFrame(await traced(browser, ms));
  } finally {
    await browser.detach();
  }
}

async function traced(cdp: CDPSession, ms: number): Promise<Traced[]> {
  const events: Traced[] = [];
  cdp.on('Tracing.dataCollected', ({ value }) => events.push(...(value as unknown as Traced[])));
  const includedCategories = [
    ...['devtools.timeline', 'v8', 'v8.execute', 'blink.user_timing'],
    'disabled-by-default-devtools.timeline',
  ];
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

function scriptPerFrame(events: Traced[]): ScriptCost {
  const marks = events.filter(({ name }) => name === 'camera frame');
  const here = ({ pid, tid }: Traced) => pid === marks[0]?.pid && tid === marks[0].tid;
  const scripts = outermost(events.filter((each) => here(each) && each.ph === 'X' && SCRIPT.has(each.name)));
  const perFrame = marks.slice(1).map(() => 0);
  let frame = 0;
  for (const { ts, tdur = 0 } of scripts) {
    while (frame < perFrame.length && ts >= (marks[frame + 1]?.ts ?? 0)) frame += 1;
    if (frame < perFrame.length && ts >= (marks[0]?.ts ?? 0))
      perFrame[frame] = (perFrame[frame] ?? 0) + tdur / 1_000;
  }
  const tasks = events.filter((each) => here(each) && each.name === 'RunTask');
  return { perFrame, longTasks: tasks.filter(({ tdur = 0 }) => tdur > 50_000).length };
}
