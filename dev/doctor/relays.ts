/** What the deployment hands out to reach the worker by, and whether it really works: one allocation a URL. */
import { type DeploymentConfig, type IceServer, ROUTES, TURN_PROVIDERS } from '../../protocol/api';
import { answersOnTls443, conclusion, type Probed } from '../turn/report';
import { parseRelayUrl } from '../turn/url';
import { failureWords } from '../turn/words';
import { type ProbeResult, probeRelay } from '../turn-probe';
import { ask, refusalIn } from './ask';
import { checkCertificate } from './certificate';
import { type CheckName, type Finding, fail, note, ok, plain, skipped } from './finding';
import { unanswered } from './front';
import type { Secrets } from './secrets';

/** A list is three or four; what is longer is not tried to its end. */
const MOST_URLS = 16;

type Tell = (finding: Finding) => void;
type Entry = { url: string; username: string | undefined; credential: string | undefined };
type Listed = { finding: Finding; entries: Entry[]; left: number | null };

type Way = { origin: URL; cookie: string; secrets: Secrets };

/** The list without ENH: STUN, or the account's own relay. */
export async function checkStun(way: Way, tell: Tell): Promise<void> {
  const { finding, entries } = await list(way, ROUTES.turn, 'stun');
  if (finding.state === 'fail') return tell(finding);
  if (entries.length === 0) return tell(skipped('stun', 'it names no server: worker and page are near.'));
  await Promise.all(entries.map(async (entry) => tell(await probe(entry, 'stun'))));
}

/** The list of ENH: credentials, each URL, the certificates of those that speak TLS. */
export async function checkRelay(
  way: Way,
  { enhanced }: DeploymentConfig,
  tell: Tell,
): Promise<number | null> {
  if (!enhanced.available) {
    tell(skipped('provider', 'ENH is off.'));
    return null;
  }
  if (!TURN_PROVIDERS.includes(enhanced.provider)) {
    tell(
      fail('provider', 'it names a relay that this checkout does not know.', 'Deploy what this checkout is.'),
    );
    return null;
  }
  const { finding, entries, left } = await list(way, `${ROUTES.turn}/${enhanced.provider}`, 'provider');
  tell(finding);
  if (finding.state === 'fail') return left;
  const probed = entries.map((entry) => probeEntry(entry).then((result) => relayFinding(result, tell)));
  const certified = tlsHosts(entries).map(async ([host, port]) => tell(await checkCertificate(host, port)));
  const [results] = await Promise.all([Promise.all(probed), Promise.all(certified)]);
  tell(tls443Finding(results));
  return left;
}

async function list({ origin, cookie, secrets }: Way, path: string, check: CheckName): Promise<Listed> {
  try {
    const answer = await ask(new URL(path, origin), { headers: cookie ? { Cookie: cookie } : {} });
    const { roundTripMs } = answer;
    const refusal = refusalIn(answer);
    const entries = entriesIn(answer.json?.iceServers);
    for (const { username, credential } of entries) secrets.add(username, credential);
    const expiresInSeconds = Number(answer.json?.expiresInSeconds) || null;
    const facts = { status: answer.status, roundTripMs, expiresInSeconds, code: refusal?.code ?? null };
    const left = leftIn(answer.headers);
    if (answer.status === 200 && entries.length + Number(check === 'stun') > 0) {
      const life = expiresInSeconds === null ? '' : `, good for ${Math.round(expiresInSeconds / 60)} min`;
      const finding = ok(check, `credentials in ${roundTripMs} ms${life}.`, { what: lastOf(path), facts });
      return { finding, entries, left };
    }
    const says = refusal?.message ?? `${path} answers ${answer.status} and no list.`;
    return { finding: fail(check, says, KEYS, { what: lastOf(path), facts }), entries: [], left };
  } catch (thrown) {
    return { finding: unanswered(check, thrown), entries: [], left: null };
  }
}

const KEYS =
  'Check the relay’s keys in the deployment’s settings (README.md, Settings), and the vendor’s status page.';
const lastOf = (path: string) => path.split('/').at(-1) ?? path;

/** `RateLimit: "day";r=39` (draft-ietf-httpapi-ratelimit-headers); null where the deployment counts nothing. */
function leftIn(headers: Headers): number | null {
  const found = /;r=(\d{1,9})\b/.exec(headers.get('ratelimit') ?? '')?.[1];
  return found === undefined ? null : Number(found);
}

function entriesIn(servers: unknown): Entry[] {
  const all = Array.isArray(servers) ? (servers as Partial<IceServer>[]) : [];
  const flat = all.flatMap((server) => {
    const { urls, username, credential } = Object(server) as Partial<IceServer>;
    const text = (value: unknown) => (typeof value === 'string' ? value : undefined);
    return [urls]
      .flat()
      .flatMap((url) =>
        typeof url === 'string'
          ? [{ url: plain(url), username: text(username), credential: text(credential) }]
          : [],
      );
  });
  return flat.slice(0, MOST_URLS);
}

function probeEntry({ url, username, credential }: Entry): Promise<ProbeResult> {
  const credentials = username === undefined || credential === undefined ? null : { username, credential };
  return probeRelay(url, { credentials });
}

async function probe(entry: Entry, check: CheckName): Promise<Finding> {
  return findingOf(await probeEntry(entry), check);
}

function relayFinding(result: ProbeResult, tell: Tell): Probed {
  const { scheme } = parseRelayUrl(result.url) ?? {};
  tell(findingOf(result, scheme === 'stun' ? 'stun' : 'relay'));
  return { ...result, used: true };
}

function findingOf({ url, outcome, stages }: ProbeResult, check: CheckName): Finding {
  const transport = parseRelayUrl(url)?.transport ?? null;
  const ms = Math.round(Object.values(stages).reduce((sum, each) => sum + each, 0));
  const over = transport?.toUpperCase() ?? '';
  if (outcome.ok) {
    const says = check === 'stun' ? `answers over ${over}, ${ms} ms.` : `relays over ${over}, ${ms} ms.`;
    return ok(check, says, { what: url, facts: { transport, ms } });
  }
  const says = `${outcome.stage}: ${failureWords(outcome.stage, outcome.reason)}.`;
  const facts = { transport, ms, stage: outcome.stage, reason: outcome.reason };
  return fail(check, says, remedyFor(outcome.reason), { what: url, facts });
}

function remedyFor(reason: string): string {
  if (reason === '401' || reason === '441')
    return 'Compare the keys (or COTURN_SECRET) of the deployment with the relay’s own, and their clocks.';
  if (/CERT|SELF_SIGNED|UNABLE_TO/.test(reason))
    return 'Renew its certificate, made out to the name in this URL.';
  if (reason === '486' || reason === '508') return 'Raise its quota, or give it more ports.';
  return 'See that the relay runs and that its ports are open, then try from another network, too.';
}

function tlsHosts(entries: readonly Entry[]): [host: string, port: number][] {
  const parsed = entries.map(({ url }) => parseRelayUrl(url)).filter((url) => url?.transport === 'tls');
  const unique = new Map(parsed.flatMap((url) => (url ? [[`${url.host}:${url.port}`, url]] : [])));
  return [...unique.values()].map(({ host, port }) => [host, port]);
}

function tls443Finding(results: readonly Probed[]): Finding {
  const [says = '', remedy = ''] = conclusion(results).split(/(?<=\.) /);
  return answersOnTls443(results) ? ok('tls443', says) : note('tls443', says, remedy);
}
