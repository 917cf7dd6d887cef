import type { Page } from '@playwright/test';
import { type Path, paths } from '../../kit/browser/inPage';

/** Of the newest peer that is connected; null where there is none. */
export async function selectedPath(page: Page): Promise<Path | null> {
  return (await page.evaluate(paths)).at(-1) ?? null;
}

/** `relay/TLS 443`, `direct/UDP`. */
export function pathInWords(path: Path | null): string {
  if (path === null) return '-';
  if (path.candidateType !== 'relay') return `direct/${path.protocol.toUpperCase()}`;
  const port = /:(\d+)(\?|$)/.exec(path.url ?? '')?.[1] ?? '?';
  return `relay/${(path.relayProtocol ?? '?').toUpperCase()} ${port}`;
}
