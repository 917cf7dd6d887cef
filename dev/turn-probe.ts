/**
 * Asks one relay, as a browser would, whether it relays: name, connection, TLS, allocation, each stage timed.
 * It talks RFC 8656 itself, because a browser says "no candidate" for every one of these failures alike.
 */
import { decodeXorAddress } from './turn/address';
import { openChannel, RelayFailure, type Stage } from './turn/channel';
import { type Credentials, TurnClient } from './turn/client';
import { ATTRIBUTES, attribute, type Endpoint, type StunMessage } from './turn/stun';
import { parseRelayUrl, type RelayUrl } from './turn/url';

export type ProbeOptions = {
  credentials: Credentials | null;
  /** For each stage by itself. */
  timeoutMs?: number;
  /** PEM of the one CA to trust instead of the system's. */
  ca?: string;
};

export type ProbeResult = {
  url: string;
  /** Milliseconds of each stage that was finished. */
  stages: Partial<Record<Stage, number>>;
  /** `seen`: the address the relay gives out, or for STUN the one it sees us at. */
  outcome: { ok: true; seen: Endpoint | null } | { ok: false; stage: Stage; reason: string };
};

const DEFAULT_TIMEOUT_MS = 5000;

function seenIn(answer: StunMessage, type: number): Endpoint | null {
  const value = attribute(answer, type);
  return value === undefined ? null : decodeXorAddress(value, answer.transaction);
}

async function ask(url: RelayUrl, client: TurnClient): Promise<Endpoint | null> {
  if (url.scheme === 'stun') return seenIn(await client.binding(), ATTRIBUTES.xorMappedAddress);
  const answer = await client.allocate();
  // Given back at once: relays count allocations against a quota, and some bill them.
  await client.refresh(0).catch(() => undefined);
  return seenIn(answer, ATTRIBUTES.xorRelayedAddress);
}

async function probeParsed(url: RelayUrl, options: ProbeOptions, stages: ProbeResult['stages']) {
  const timeoutMs = options.timeoutMs ?? DEFAULT_TIMEOUT_MS;
  if (url.transport === 'dtls') throw new RelayFailure('connect', 'dtls');
  const onStage = (stage: Stage, ms: number) => {
    stages[stage] = ms;
  };
  const { ca } = options;
  const channel = await openChannel(url, { timeoutMs, onStage, ...(ca === undefined ? {} : { ca }) });
  try {
    const from = performance.now();
    const seen = await ask(url, new TurnClient(channel, options.credentials, timeoutMs));
    stages.allocate = performance.now() - from;
    return seen;
  } finally {
    channel.close();
  }
}

/** Never rejects for what a network or a relay can do: the failure is the result. */
export async function probeRelay(url: string, options: ProbeOptions): Promise<ProbeResult> {
  const parsed = parseRelayUrl(url);
  const stages: ProbeResult['stages'] = {};
  if (parsed === null) return { url, stages, outcome: { ok: false, stage: 'dns', reason: 'bad_url' } };
  try {
    return { url, stages, outcome: { ok: true, seen: await probeParsed(parsed, options, stages) } };
  } catch (thrown) {
    if (!(thrown instanceof RelayFailure)) throw thrown;
    return { url, stages, outcome: { ok: false, stage: thrown.stage, reason: thrown.reason } };
  }
}
