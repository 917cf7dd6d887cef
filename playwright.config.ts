import { defineConfig } from '@playwright/test';

/**
 * The browser is the system's own, found by kit/process/tools.mjs; kit/ starts it and everything behind it.
 */
export default defineConfig({
  projects: [
    { name: 'chromium', testDir: 'tests/browser/chromium' },
    // Driven by their own protocols, for Playwright's builds of them cannot be had from a system's packages.
    { name: 'firefox', testDir: 'tests/browser/firefox' },
    { name: 'webkit', testDir: 'tests/browser/webkit' },
  ],
  globalSetup: './kit/browser/globalSetup.ts',
  outputDir: 'test-results',
  // A session is a browser that encodes and a worker that decodes and reads: more than two at once starve a
  // small machine.
  workers: 2,
  fullyParallel: false,
  // A test that passes at the second try has found something.
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [
    ['list'],
    ['json', { outputFile: process.env.SIGHTLINE_E2E_REPORT ?? '.sightline/reports/e2e.json' }],
  ],
  use: {
    // Filming the page costs as much as the live video under test.
    trace: { mode: 'retain-on-failure', screenshots: false, snapshots: true, sources: false },
    screenshot: 'only-on-failure',
  },
});
