/** Any file for a model: it is read, or refused in one line, and the worker starts all the same. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { afterAll, expect, it } from 'vitest';
import { countOf, keep, SEED } from '../../../kit/fuzz/settings';
import { type Forked, startForked } from '../../../kit/process/forked';
import { startProcess } from '../../../kit/stack/worker';
import { folderOfFile } from '../../../kit/testFolder';
import { type OddModel, oddModels } from './odd';
import type { Asked, Opened } from './opener';

const FILES = countOf(100, 0.1);
const STARTS = countOf(1, 0.002);
/** One that is read and run once takes tens of ms. */
const MOST_MS = 10_000;
/** The worker comes up in two or three seconds; another program may have the machine. */
const START_MS = 20_000;
const OPENER = fileURLToPath(new URL('opener.ts', import.meta.url));
const REFUSED = /^FAST cannot use yard\.onnx: it .{10,500}\.$/;

const folder = folderOfFile('models');
const path = join(folder, 'yard.onnx');
let opener: Forked<Asked, Opened> | null = null;
afterAll(() => opener?.kill());

const sample = (count: number, seed: number) => fc.sample(oddModels, { numRuns: count, seed });

async function open({ labels }: OddModel): Promise<Opened> {
  opener ??= startForked<Asked, Opened>(OPENER);
  try {
    return await opener.ask({ path, labels: labels ?? null });
  } catch (thrown) {
    opener = null;
    return { outcome: 'thrown', words: String(thrown), ms: 0 };
  }
}

function complaint({ outcome, words, ms }: Opened): string | null {
  if (outcome === 'thrown') return words;
  if (outcome === 'refused' && !REFUSED.test(words)) return `refused in these words: ${words}`;
  return ms > MOST_MS ? `took ${Math.round(ms)} ms` : null;
}

const kept = ({ file, what }: OddModel, index: number) =>
  `${what}, ${keep(`model-${SEED}-${index}.onnx`, file)}`;

it(`${FILES} odd model files are read or refused in one line (seed ${SEED})`, async () => {
  const counts = new Map<string, number>();
  const complaints: string[] = [];
  for (const [index, model] of sample(FILES, SEED).entries()) {
    writeFileSync(path, model.file);
    const opened = await open(model);
    counts.set(opened.outcome, (counts.get(opened.outcome) ?? 0) + 1);
    const wrong = complaint(opened);
    if (wrong) complaints.push(`${wrong}\n  ${kept(model, index)}`);
  }
  console.log(`fuzz: ${FILES} model files, seed ${SEED}: ${JSON.stringify(Object.fromEntries(counts))}`);
  expect(complaints).toEqual([]);
  // All refused, or all read, would be no test.
  expect(counts.get('read') ?? 0).toBeGreaterThanOrEqual(Math.floor(FILES / 20));
  expect(counts.get('refused') ?? 0).toBeGreaterThanOrEqual(Math.floor(FILES / 20));
}, 1_200_000);

it(`the worker starts with ${STARTS} of them, and says what it makes of each (seed ${SEED})`, async () => {
  for (const [index, model] of sample(STARTS, SEED + 1).entries()) {
    writeFileSync(path, model.file);
    const startMs = performance.now();
    const started = startProcess({
      MODEL: path,
      STUN_URL: '',
      ...(model.labels?.trim() ? { LABELS: model.labels.replaceAll('\0', ' ') } : {}),
    });
    const worker = await started.catch((error: Error) => {
      throw new Error(`${error.message}\n${kept(model, index)}`);
    });
    try {
      expect(performance.now() - startMs).toBeLessThan(START_MS);
      expect((await fetch(`${worker.url}/readiness`)).status).toBe(200);
      await expect
        .poll(() => worker.output(), { message: kept(model, index) })
        .toMatch(/^FAST (sees .+ \(yard\.onnx, |cannot use yard\.onnx: it )/m);
    } finally {
      await worker.stop();
    }
  }
  console.log(`fuzz: ${STARTS} starts with an odd model, seed ${SEED}`);
}, 1_200_000);
