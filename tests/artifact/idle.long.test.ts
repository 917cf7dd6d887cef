/**
 * A dial some 5 s after the last request: wrangler 4.86 by itself leaves some of them unanswered for good
 * (kit/process/wrangler.ts, `keepBusy`). Of this page's build.
 */
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { App } from '../../kit/stack/app';
import { keepApp, keepFolder } from '../../kit/stack/ownApp';
import { startParts } from '../../kit/stack/parts';
import { ROUTES } from '../../protocol/api';

/** The gaps (ms) among which the bad ones are; three apps side by side look between them. */
const GAPS = Array.from({ length: 10 }, (_, step) => 4_960 + 5 * step);
const SHIFTS = [0, 2, 4];
const PATIENCE_MS = 8_000;

let parts: { apps: App[]; stop(): Promise<void> };

beforeAll(async () => {
  parts = await startParts(async (keep) => {
    const folder = keepFolder(keep, 'idle');
    return { apps: await Promise.all(SHIFTS.map((shift) => keepApp(keep, join(folder, `${shift}`), {}))) };
  });
}, 180_000);
afterAll(() => parts?.stop());

/** @returns the gaps (ms) after which no answer came. */
async function unanswered(app: App, shift: number): Promise<number[]> {
  const lost: number[] = [];
  const ask = () =>
    fetch(app.url + ROUTES.config, {
      headers: { connection: 'close' },
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
  await ask();
  for (const gap of GAPS) {
    await sleep(gap + shift);
    await ask().then(
      (answer) => answer.text(),
      () => lost.push(gap + shift),
    );
  }
  return lost;
}

it('each request is answered, however long ago the last one was', async () => {
  const lost = await Promise.all(parts.apps.map((app, each) => unanswered(app, SHIFTS[each] ?? 0)));
  expect(lost).toEqual([[], [], []]);
}, 180_000);
