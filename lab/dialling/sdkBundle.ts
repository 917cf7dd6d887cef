/** The SDK's test page as two files in memory. */
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const ENTRY = fileURLToPath(new URL('sdkPage.ts', import.meta.url));

export const SDK_HTML =
  '<!doctype html><title>SDK</title><body><button type="button">LIVE</button>' +
  '<video autoplay muted playsinline width="640" height="480"></video>' +
  '<canvas data-testid="overlay" width="640" height="480"></canvas><script src="/lab/sdk.js"></script>';

let bundled: Promise<string> | null = null;

async function bundle(): Promise<string> {
  const result = await build({
    configFile: false,
    logLevel: 'silent',
    build: { write: false, minify: false, lib: { entry: ENTRY, formats: ['iife'], name: 'sdkPage' } },
  });
  for (const { output } of [result].flat() as { output: { type: string; code?: string }[] }[]) {
    const chunk = output.find(({ type }) => type === 'chunk');
    if (chunk?.code !== undefined) return chunk.code;
  }
  throw new Error('The SDK page could not be bundled.');
}

export function sdkScript(): Promise<string> {
  bundled ??= bundle();
  return bundled;
}
