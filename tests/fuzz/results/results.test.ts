/** The page before a worker that sends what none should: it stays live, and draws what is good. */
import type { CDPSession } from '@playwright/test';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ReportedBox } from '../../../kit/browser/inPage';
import type { CameraScreen } from '../../../kit/browser/screen';
import { ratioOf } from '../../../kit/fuzz/memory';
import { countOf, keep, SEED } from '../../../kit/fuzz/settings';
import { type ResultPage, startResultPage } from '../../../kit/stack/resultPage';
import { type ResultWorker, resultMessages } from '../../../kit/standins/resultWorker';
import { type OddResult, sample } from './odd';

const COUNT = countOf(160);
/** So many odd ones between two good ones, and between two looks at the page. */
const BETWEEN = 4;
const LOOK_EVERY = COUNT > 1_000 ? 120 : 24;
/** Time for the page to draw it before the next one comes, ms. */
const APART_MS = COUNT > 1_000 ? 1 : 15;
/** Of the page's JavaScript, beyond what it had before. */
const MOST_MORE_MB = 8;

let made: ResultPage;
let standin: ResultWorker;
let screen: CameraScreen;
let cdp: CDPSession;

beforeAll(async () => {
  made = await startResultPage();
  standin = made.worker;
  screen = await made.open();
  cdp = await screen.page.context().newCDPSession(screen.page);
  await cdp.send('Performance.enable');
});
afterAll(() => made?.stop());

const GOOD = { x: 320, y: 240, width: 160, height: 120 };
let frames = 0;

/** `named` tells one good result from the next. */
function goodResult(named: string): Uint8Array<ArrayBuffer>[] {
  frames += 1;
  const predictions = [{ ...GOOD, class: named, class_id: 1, confidence: 0.9, detection_id: 'good' }];
  return resultMessages(frames, { predictions: { image: { width: 640, height: 480 }, predictions } });
}

async function send(messages: OddResult['messages']): Promise<void> {
  for (const each of messages) await standin.send(each);
  await new Promise((resolve) => setTimeout(resolve, APART_MS));
}

/** Sends good results until the page has drawn one. @returns its box, CSS px. */
async function drawGood(named: string): Promise<ReportedBox> {
  const endMs = performance.now() + 10_000;
  while (performance.now() < endMs) {
    await send(goodResult(named));
    const boxes = await screen.boxes();
    const [box] = boxes;
    if (boxes.length === 1 && box?.class === named) return box;
  }
  throw new Error(
    `The page draws no good result any more: ${JSON.stringify(await screen.boxes()).slice(0, 300)}`,
  );
}

/** The page as it is while nothing odd comes, whatever came before. */
async function warmUp(): Promise<void> {
  for (let round = 0; round < 60; round += 1) await send(goodResult('good'));
}

/** Bytes that the page's JavaScript holds once all garbage is gone, MB. */
async function heapMb(): Promise<number> {
  await cdp.send('HeapProfiler.collectGarbage');
  const { metrics } = await cdp.send('Performance.getMetrics');
  return (metrics.find(({ name }) => name === 'JSHeapUsedSize')?.value ?? Number.NaN) / 2 ** 20;
}

/** Every phase that the page has been in from now on, and every box that was no box. */
async function watchPage(): Promise<void> {
  await screen.page.evaluate(() => {
    const main = document.querySelector('main')!;
    const canvas = document.querySelector<HTMLElement>('[data-testid="overlay"]')!;
    const seen = { phases: [main.dataset.phase ?? ''], boxes: [] as string[] };
    Object.assign(window, { seenByFuzz: seen });
    new MutationObserver(() => seen.phases.push(main.dataset.phase ?? '')).observe(main, {
      attributeFilter: ['data-phase'],
    });
    new MutationObserver(() => {
      const boxes = JSON.parse(canvas.dataset.boxes ?? '[]') as Record<string, unknown>[];
      const odd = boxes.filter((box) =>
        ['x', 'y', 'width', 'height'].some((side) => typeof box[side] !== 'number'),
      );
      if (odd.length > 0) seen.boxes.push(JSON.stringify(odd[0]).slice(0, 300));
    }).observe(canvas, { attributeFilter: ['data-boxes'] });
  });
}

const seenByPage = () =>
  screen.page.evaluate(
    () => (window as unknown as { seenByFuzz: { phases: string[]; boxes: string[] } }).seenByFuzz,
  );

/** What was sent last. */
function kept(sent: OddResult[]): string {
  const whats = sent.map(({ what }) => what);
  return keep(`results-${SEED}.json`, JSON.stringify(whats, null, 1));
}

async function expectLive(usual: ReportedBox, index: number, sent: OddResult[]): Promise<void> {
  try {
    const box = await drawGood(`good ${index}`);
    expect(box).toEqual({ ...usual, class: `good ${index}` });
    expect(screen.faults).toEqual([]);
    expect(await seenByPage()).toEqual({ phases: ['live'], boxes: [] });
    expect(standin.dials()).toBe(1);
  } catch (error) {
    throw new Error(`After ${index} results of seed ${SEED}; the last ones are in ${kept(sent)}`, {
      cause: error,
    });
  }
}

async function sendAll(usual: ReportedBox): Promise<void> {
  const sent: OddResult[] = [];
  let index = 0;
  for (const odd of sample(COUNT, SEED)) {
    await send(odd.messages);
    sent.push(odd);
    index += 1;
    if (index % BETWEEN === 0) await send(goodResult('between'));
    if (index % LOOK_EVERY === 0) await expectLive(usual, index, sent.splice(0));
  }
  await expectLive(usual, index, sent);
}

it(`${COUNT} odd results leave the page live, drawing, and no larger (seed ${SEED})`, async () => {
  await screen.live.click();
  await standin.connected();
  const usual = await drawGood('good');
  await watchPage();
  await warmUp();
  const beforeMb = await heapMb();
  await sendAll(usual);
  await warmUp();
  const afterMb = await heapMb();
  console.log(`fuzz: ${COUNT} results, seed ${SEED}, JavaScript ${ratioOf(beforeMb, afterMb)}`);
  expect(afterMb).toBeLessThan(beforeMb + MOST_MORE_MB);
}, 1_200_000);
