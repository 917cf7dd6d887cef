/** The page and the proxy, as they answer anybody: headers, version, what is set, whose clock is off. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DeploymentConfig } from '../../protocol/api';
import { ROUTES } from '../../protocol/api';
import { failureWords } from '../turn/words';
import { type Answer, ask, NoAnswer, refusalIn } from './ask';
import { type CheckName, type Finding, fail, note, ok, plain, skipped, told } from './finding';

const ROOT = join(import.meta.dirname, '..', '..');
/** A device whose clock is further off than this refuses good certificates and passes (web/check). */
const CLOCK_OFF_S = 300;
/** What every answer of the proxy says of itself (proxy/http/headers.ts). */
const PROXY_HEADERS = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' };
const DOWN = 'See that the deployment is up, and that the address is right.';

export const readRoot = (path: string) => readFileSync(join(ROOT, path), 'utf8');

/** The block for every path of public/_headers, which Pages serves the page with. */
export function pageHeaders(text: string): [name: string, value: string][] {
  const lines = text.split('\n');
  const from = lines.indexOf('/*') + 1;
  const after = lines.findIndex((line, at) => at >= from && !/^\s+\S/.test(line));
  return lines.slice(from, after).map((line) => {
    const [name = '', ...value] = line.trim().split(':');
    return [name.toLowerCase(), value.join(':').trim()];
  });
}

/** Which of these an answer lacks, or has with other words. */
function offHeaders({ headers }: Answer, wanted: readonly (readonly [string, string])[]): string[] {
  return wanted.filter(([name, value]) => headers.get(name) !== value).map(([name]) => name);
}

export function unanswered(check: CheckName, thrown: unknown): Finding {
  if (!(thrown instanceof NoAnswer)) throw thrown;
  return fail(check, `no answer: ${failureWords('connect', thrown.reason)}.`, DOWN, {
    facts: { reason: thrown.reason },
  });
}

export async function checkPage(origin: URL): Promise<Finding[]> {
  try {
    const answer = await ask(new URL('/', origin));
    return [pageFinding(answer), versionFinding(answer.text)];
  } catch (thrown) {
    return [unanswered('page', thrown)];
  }
}

function pageFinding(answer: Answer): Finding {
  const { status, headers, roundTripMs } = answer;
  const facts = { status, roundTripMs };
  if (isSignIn(answer)) return note('page', 'a sign-in stands before it.', SIGN_IN, { facts });
  if (status !== 200 || !headers.get('content-type')?.includes('html'))
    return fail('page', `it answers ${status} and no page.`, 'Deploy the built page: npm run build.', {
      facts,
    });
  const off = offHeaders(answer, pageHeaders(readRoot('public/_headers')));
  if (off.length === 0) return ok('page', `all headers are there, in ${roundTripMs} ms.`, { facts });
  const says = `it lacks, or changes, what protects it: ${off.join(', ')}.`;
  const remedy = 'Deploy dist/ with its _headers, and let no rule of the host change them.';
  return fail('page', says, remedy, { facts: { ...facts, off: off.join(' ') } });
}

const SIGN_IN =
  'What is behind Cloudflare Access is not seen from here: open /check in a browser that is signed in, or let this machine by (a bypass for its address).';
const isSignIn = ({ status }: Answer) => status >= 300 && status < 400;

function versionFinding(html: string): Finding {
  const own = (JSON.parse(readRoot('package.json')) as { version: string }).version;
  const deployed = /<meta name="generator" content="Sightline ([^"]{1,40})"/.exec(html)?.[1];
  const facts = { deployed: deployed ? plain(deployed) : null, own };
  if (deployed === undefined)
    return note('version', 'the page does not say its version.', 'Build it anew and deploy.', { facts });
  return deployed === own
    ? ok('version', `${own}, as this checkout.`, { facts })
    : note(
        'version',
        `${plain(deployed)} is deployed, this checkout is ${own}.`,
        'Deploy the one you want.',
        {
          facts,
        },
      );
}

/** `config`: null where there is none to go on with. */
export type Front = { findings: Finding[]; config: DeploymentConfig | null };

export async function checkProxy(origin: URL, cookie?: string): Promise<Front> {
  try {
    const answer = await ask(new URL(ROUTES.config, origin), cookie ? { headers: { Cookie: cookie } } : {});
    const config = configIn(answer);
    const more = config ? [clockFinding(answer), settingsFinding(config)] : [];
    return { findings: [proxyFinding(answer), ...more], config };
  } catch (thrown) {
    return { findings: [unanswered('proxy', thrown)], config: null };
  }
}

function proxyFinding(answer: Answer): Finding {
  const { status, roundTripMs } = answer;
  const refusal = refusalIn(answer);
  const facts = { status, roundTripMs, code: refusal?.code ?? null };
  if (isSignIn(answer)) return note('proxy', 'a sign-in stands before it.', SIGN_IN, { facts });
  if (refusal) return fail('proxy', refusal.message, DOWN, { facts });
  if (status >= 500) return fail('proxy', `it answers ${status}.`, 'Read its log: wrangler tail.', { facts });
  if (configIn(answer) === null)
    return fail('proxy', `${ROUTES.config} is not the proxy’s (${status}).`, FUNCTIONS, { facts });
  const off = offHeaders(answer, Object.entries(PROXY_HEADERS));
  return off.length === 0
    ? ok('proxy', `it answers in ${roundTripMs} ms.`, { facts })
    : fail('proxy', `its answers lack ${off.join(', ')}.`, 'Let no rule of the host change its headers.', {
        facts: { ...facts, off: off.join(' ') },
      });
}

const FUNCTIONS = 'Deploy functions/ with the page (README.md, Deploy), and see that /v1/* goes to it.';

/** As web/api/look.ts reads it. */
function configIn({ status, json }: Answer): DeploymentConfig | null {
  const { enhanced, workflows, plans } = (json ?? {}) as Partial<DeploymentConfig>;
  const parts = [enhanced, workflows?.fast, workflows?.accurate, plans];
  const isConfig = parts.every((part) => typeof part === 'object' && part !== null);
  return status === 200 && isConfig ? (json as unknown as DeploymentConfig) : null;
}

function clockFinding({ headers, roundTripMs }: Answer): Finding {
  const serverMs = Date.parse(headers.get('date') ?? '');
  if (Number.isNaN(serverMs)) return skipped('clock', 'the deployment does not say the time.');
  // Half a second is the middle of what whole seconds leave open (RFC 9110 §5.6.7).
  const skewS = Math.round((Date.now() - roundTripMs / 2 - serverMs - 500) / 1000);
  const words =
    Math.abs(skewS) <= 1
      ? 'the same as its'
      : `${Math.abs(skewS)} s ${skewS > 0 ? 'ahead of' : 'behind'} its`;
  const off = Math.abs(skewS) > CLOCK_OFF_S ? ' One of the two is wrong.' : '';
  return told('clock', `this machine’s is ${words}.${off}`, { facts: { skewS } });
}

/** What the deployment says of its own secrets and variables: names and reasons, never a value. */
function settingsFinding({ enhanced, workflows, access }: DeploymentConfig): Finding {
  const { fast, accurate } = workflows;
  const facts = { fast: fast.available, accurate: accurate.available, enhanced: enhanced.available, access };
  const why = (offer: { available: boolean; reason?: string }) =>
    offer.available ? null : plain(offer.reason) || 'it does not say why.';
  const [live, enh, acc] = [why(fast), why(enhanced), why(accurate)];
  if (live)
    return fail('settings', `LIVE is off: ${live}`, 'Set what it names, then deploy again.', { facts });
  if (enh)
    return note('settings', `ENH is off: ${enh}`, 'Set the keys of a relay, then deploy again.', { facts });
  const parts = ['LIVE and ENH have what they need.', acc && `ACC is off: ${acc}`];
  return ok('settings', parts.filter(Boolean).join(' '), { facts });
}
