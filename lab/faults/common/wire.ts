/** What leaves the client's device, every byte of it, headers and retransmissions included. */
import type { Page } from '@playwright/test';
import { accessAddresses, NAMESPACES } from '../../network/addresses';
import { inNamespace } from '../../network/shell';

/** `at`: ms since the epoch. `bytes`: since the namespace was made. */
export type Sample = { at: number; bytes: number };

const SAMPLE_MS = 250;

async function wireBytes(): Promise<number> {
  const file = `/sys/class/net/${accessAddresses(0).clientDevice}/statistics/tx_bytes`;
  return Number(await inNamespace(NAMESPACES.client, 'cat', [file]));
}

export async function sampled(page: Page, listenMs: number): Promise<Sample[]> {
  const samples: Sample[] = [];
  for (const end = Date.now() + listenMs; Date.now() < end; await page.waitForTimeout(SAMPLE_MS))
    samples.push({ bytes: await wireBytes(), at: Date.now() });
  return samples;
}

/** Between two samples, kbit/s; 0 where one of them is not there. */
export const kbit = (from: Sample | undefined, to: Sample | undefined) =>
  from && to && to.at > from.at ? ((to.bytes - from.bytes) * 8) / (to.at - from.at) : 0;
