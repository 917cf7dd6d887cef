/** The media's path in words. */
import type { Route } from '../../session/dial/route';
import type { Words } from '../../words/languages';
import { numbers } from '../../words/numbers';

const milliseconds = numbers({ style: 'unit', unit: 'millisecond', maximumFractionDigits: 0 });

/**
 * For example `relay · TLS 443 · 84 ms` or `direct · UDP · 31 ms`. The port is told where it tells something:
 * on a relay over TCP or TLS, where it is what a firewall lets through. What is not known is left out.
 */
export function routeText({ kind, transport, port, rttMs }: Route, words: Words['route']): string {
  const tellsPort = kind === 'relay' && transport !== 'UDP' && port !== null;
  const way = tellsPort ? `${transport} ${port}` : transport;
  return [words[kind], way, rttMs === null ? null : milliseconds(rttMs)].filter(Boolean).join(' · ');
}
