import { defineConfig } from '@playwright/test';
import shared from '../../playwright.config';

/** The page in front of Roboflow's own server, by itself: each session there is a process of 400 MB and takes seconds to begin. */
export default defineConfig({
  ...shared,
  projects: [{ name: 'roboflow', testDir: '.' }],
  globalSetup: '../../e2e/harness/globalSetup.ts',
  outputDir: '../../test-results/roboflow',
  workers: 1,
  timeout: 240_000,
  reporter: 'list',
});
