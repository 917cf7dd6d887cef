import { defineConfig } from '@playwright/test';
import shared from '../../playwright.config';
import { isInstalled, NOT_INSTALLED } from './server';

// The reporter names what is skipped, but not why. Playwright's workers read this file, too.
if (!isInstalled && process.env.TEST_WORKER_INDEX === undefined) console.warn(NOT_INSTALLED);

/** The page before Roboflow's own server: each session is a process of 400 MB and takes seconds to begin. */
export default defineConfig({
  ...shared,
  projects: [{ name: 'roboflow', testDir: '.' }],
  globalSetup: '../../kit/browser/globalSetup.ts',
  outputDir: '../../test-results/roboflow',
  workers: 1,
  timeout: 240_000,
  reporter: 'list',
});
