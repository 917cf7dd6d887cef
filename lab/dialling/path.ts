import type { Page } from '@playwright/test';

/** The selected candidate pair of the connected peer, by `getStats`; null where there is none. */
export type SelectedPath = {
  local: string;
  remote: string;
  protocol: string;
  relayProtocol: string | null;
  url: string | null;
  rttMs: number | null;
};

export function selectedPath(page: Page): Promise<SelectedPath | null> {
  return page.evaluate(async () => {
    const peer = window.__instruments.peers.findLast(
      ({ connectionState }) => connectionState === 'connected',
    );
    if (peer === undefined) return null;
    const report = await peer.getStats();
    const transport = [...report.values()].find(({ type }) => type === 'transport');
    const pair = report.get(transport?.selectedCandidatePairId);
    const local = report.get(pair?.localCandidateId);
    if (!local) return null;
    return {
      local: local.candidateType,
      remote: report.get(pair.remoteCandidateId)?.candidateType ?? '?',
      protocol: local.protocol,
      relayProtocol: local.relayProtocol ?? null,
      url: local.url ?? null,
      rttMs: pair.currentRoundTripTime === undefined ? null : Math.round(pair.currentRoundTripTime * 1000),
    };
  });
}

/** `relay/TLS 443`, `direct/UDP`. */
export function pathInWords(path: SelectedPath | null): string {
  if (path === null) return '-';
  if (path.local !== 'relay') return `direct/${path.protocol.toUpperCase()}`;
  const port = /:(\d+)(\?|$)/.exec(path.url ?? '')?.[1] ?? '?';
  return `relay/${(path.relayProtocol ?? '?').toUpperCase()} ${port}`;
}
