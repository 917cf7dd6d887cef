/** A model that cannot be used does not keep the worker from starting: it says so, and reads codes. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { constantModel } from '../kit/onnx/constant-model';
import { LAYOUTS } from '../kit/onnx/layouts';
import { startProcess } from '../kit/stack/worker';
import { createClient, startWith } from './testing/harness';
import { createScene, drawQr } from './testing/scene';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sightline-refused-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function save(layout: string): Promise<string> {
  const found = LAYOUTS.find(({ name }) => name === layout);
  if (!found) throw new Error(`There is no layout "${layout}".`);
  const path = join(folder, 'yard.onnx');
  await writeFile(path, constantModel(found.model));
  return path;
}

describe('a model that cannot be used', () => {
  it.each([
    ['refused by its file', async () => save('pose by its task'), 'it is a model for the task "pose"; '],
    ['refused after a run', async () => save('segmentation'), 'it gives masks; '],
    ['missing', async () => join(folder, 'none', 'yard.onnx'), 'it cannot be read (ENOENT); '],
  ])('%s: the worker says why, and listens', async (_, make, why) => {
    const worker = await startProcess({ MODEL: await make() });
    try {
      expect((await fetch(`${worker.url}/readiness`)).status).toBe(200);
      await expect.poll(() => worker.output()).toContain(`\nFAST cannot use yard.onnx: ${why}`);
      await expect.poll(() => worker.output()).toContain('\nFAST reads QR codes and barcodes.');
    } finally {
      await worker.stop();
    }
  });

  it('leaves codes to be read by FAST, in the sessions’ processes too', async () => {
    const worker = await startWith({ MODEL: await save('segmentation') });
    const scene = createScene();
    drawQr(scene, 'seen', 60, 80, 5);
    const client = await createClient('fast').dial(worker.url);
    client.film(() => scene);
    await client.until(({ message }) =>
      JSON.stringify(message.serialized_output_data ?? '').includes('seen'),
    );
  });
});
