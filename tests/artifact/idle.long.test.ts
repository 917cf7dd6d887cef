/**
 * A dial some 5 s after the last request: wrangler 4.86 by itself leaves some of them unanswered for good
 * (kit/process/wrangler.ts, `keepBusy`). Of this page's build.
 */
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ROOT } from '../../kit/process/paths';
import { type App, snapshot, startApp } from '../../kit/stack/app';
import { folderOfFile } from '../../kit/testFolder';
import { ROUTES } from '../../protocol/api';

/** The gaps (ms) among which the bad ones are; three apps side by side look between them. */
const GAPS = Array.from({ length: 10 }, (_, step) => 4_960 + 5 * step);
const SHIFTS = [0, 2, 4];
const PATIENCE_MS = 8_000;

const folder = folderOfFile('idle');
let apps: App[] = [];

beforeAll(async () => {
  snapshot(join(folder, 'source'));
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  apps = await Promise.all(
    SHIFTS.map((shift) => startApp(join(folder, 'source'), join(folder, `${shift}`), {})),
  );
}, 180_000);
afterAll(() => Promise.all(apps.map((app) => app.stop())));

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
  const lost = await Promise.all(apps.map((app, each) => unanswered(app, SHIFTS[each] ?? 0)));
  expect(lost).toEqual([[], [], []]);
}, 180_000);
