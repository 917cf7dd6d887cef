/** What the probes found, as lines for a person. URLs and numbers only: credentials never come this far. */
import type { ProbeResult } from '../turn-probe';
import type { Stage } from './channel';
import { parseRelayUrl } from './url';
import { failureWords } from './words';

export type Probed = ProbeResult & {
  /** Does the app hand this URL to browsers, or is it only on the provider's list? */
  used: boolean;
};

const ORDER: Stage[] = ['dns', 'connect', 'tls', 'allocate'];

function stagesText(stages: ProbeResult['stages']): string {
  const parts = ORDER.flatMap((stage) => {
    const ms = stages[stage];
    return ms === undefined ? [] : [`${stage} ${Math.round(ms)}`];
  });
  return parts.length === 0 ? '' : `${parts.join(' · ')} ms`;
}

function verdict({ outcome, stages }: ProbeResult): string {
  const timing = stagesText(stages);
  if (outcome.ok) return `answers   ${timing}`;
  const words = `${outcome.stage}: ${failureWords(outcome.stage, outcome.reason)}`;
  return `fails     ${words}${timing === '' ? '' : `   (${timing})`}`;
}

export function reportLines(provider: string, results: readonly Probed[]): string[] {
  const width = Math.max(0, ...results.map(({ url }) => url.length));
  const lines = results.map(
    (result) => `  ${result.used ? '*' : ' '} ${result.url.padEnd(width)}   ${verdict(result)}`,
  );
  return [provider, ...lines];
}

/** Did a relay answer where every network that lets the web through lets it through as well? */
export function answersOnTls443(results: readonly ProbeResult[]): boolean {
  return results.some(({ url, outcome }) => {
    const parsed = parseRelayUrl(url);
    return outcome.ok && parsed?.scheme === 'turn' && parsed.transport === 'tls' && parsed.port === 443;
  });
}

export function conclusion(results: readonly ProbeResult[]): string {
  return answersOnTls443(results)
    ? 'TLS on port 443 answers: ENH works wherever the web does.'
    : 'No relay answers over TLS on port 443: ENH will fail behind firewalls that let only the web out. Use another provider, or put a coturn with a trusted certificate on 443.';
}
