import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createMetrics } from '../metrics/metrics';
import { forkProcess } from '../sessions/fork';
import { ProcessPool } from '../sessions/process-pool';
import { buildPrograms, type Programs, SOURCES } from './programs';

// A process takes a second to start, on a busy machine several.
vi.setConfig({ testTimeout: 40_000 });

/** Within the project: what is not bundled is looked for in its node_modules. */
const parent = fileURLToPath(new URL('../../node_modules/', import.meta.url));
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(parent, '.programs-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

async function holdsSessions(programs: Programs): Promise<void> {
  const detectors = { model: null, labels: null, confidence: 0.4, iou: 0.45, maxWaiting: 4, programs };
  const settings = { most: 1, concurrency: 1, metrics: createMetrics() };
  const pool = new ProcessPool(
    { ...settings, detectors: { ...detectors, threads: 1, first: 'live' } },
    forkProcess(programs.session),
  );
  try {
    await pool.open();
  } finally {
    await pool.close();
  }
}

describe('programs', () => {
  it('are bundled into one file each, which run', async () => {
    const programs = await buildPrograms(folder);
    for (const [name, url] of Object.entries(programs)) {
      expect(url).toBe(new URL(`file://${folder}/${name}.mjs`).href);
      expect(readFileSync(fileURLToPath(url), 'utf8')).not.toContain('import.meta.url');
    }
    await holdsSessions(programs);
  });

  it('run as they are written where they cannot be bundled', async () => {
    const file = join(folder, 'a-file');
    writeFileSync(file, '');
    const told = vi.spyOn(console, 'error').mockImplementation(() => {});
    expect(await buildPrograms(join(file, 'no-folder'))).toEqual(SOURCES);
    expect(told).toHaveBeenCalledWith(expect.stringContaining('(ENOTDIR): they start more slowly'));
    told.mockRestore();
    await holdsSessions(SOURCES);
  });
});
