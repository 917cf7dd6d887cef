/** What relayed bytes cost, by the providers' list prices. Read from public pages, the date beside them. */
import type { TurnProviderName } from '../../protocol/api';
import type { Bytes } from './meter';

export type ListPrice = {
  usdPerGigabyte: number;
  /** Which of the page's bytes are billed: Cloudflare counts what it sends to the client alone. */
  counts: readonly (keyof Bytes)[];
  /** Year and month (ISO 8601) in which it was read. */
  readIn: string;
};

/**
 * Decimal gigabytes. Twilio: Network Traversal Service in the US and in Germany; elsewhere up to twice as
 * much. Cloudflare: Realtime, beyond the free 1000 GB a month. A relay of one's own, and Roboflow's, have none.
 */
const LIST_PRICES: Partial<Record<TurnProviderName, ListPrice>> = {
  twilio: { usdPerGigabyte: 0.4, counts: ['sent', 'received'], readIn: '2026-11' },
  cloudflare: { usdPerGigabyte: 0.05, counts: ['received'], readIn: '2026-11' },
};

export const listPriceOf = (provider: TurnProviderName): ListPrice | null => LIST_PRICES[provider] ?? null;

/** US dollars. @param relayed bytes by a relay, in any time */
export function costOf(relayed: Bytes, { usdPerGigabyte, counts }: ListPrice): number {
  return counts.reduce((sum, way) => sum + (relayed[way] * usdPerGigabyte) / 1e9, 0);
}
