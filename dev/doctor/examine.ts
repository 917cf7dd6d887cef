/** All checks of one deployment, side by side where they can be; each is told as it ends. */
import type { DeploymentConfig } from '../../protocol/api';
import { isLoopback } from '../../proxy/hosts';
import { enter } from './access';
import { checkCertificate } from './certificate';
import { CHECKS, type Finding, fail, skipped, told } from './finding';
import { checkPage, checkProxy } from './front';
import { checkRelay, checkStun } from './relays';
import { Secrets } from './secrets';
import { checkWorker } from './worker';

export type Order = {
  /** Of the deployment: scheme, host and port. */
  origin: URL;
  code: string | null;
  /** Send one photo to the worker, which costs what a photo costs. */
  worker: boolean;
};

type Tell = (finding: Finding) => void;

/** @returns all findings, in the order of the checks. Never throws for what a deployment can do. */
export async function examine(order: Order, tell: Tell): Promise<Finding[]> {
  const secrets = new Secrets();
  secrets.add(order.code);
  const all: Finding[] = [];
  const keep: Tell = (finding) => {
    const clean = secrets.hideIn(finding);
    all.push(clean);
    tell(clean);
  };
  const front = checkProxy(order.origin).then(({ findings, config }) => {
    findings.forEach(keep);
    return config;
  });
  const page = checkPage(order.origin).then((findings) => findings.forEach(keep));
  await Promise.all([checkOwnCertificate(order.origin, keep), page, front]);
  const config = await front;
  if (config) await behind(order, config, secrets, keep);
  else keep(skipped('access', 'the rest was not looked at: the proxy does not answer.'));
  return all.sort((a, b) => CHECKS.indexOf(a.check) - CHECKS.indexOf(b.check));
}

async function checkOwnCertificate({ protocol, hostname, port }: URL, keep: Tell): Promise<void> {
  const host = hostname.replace(/^\[|\]$/g, '');
  if (protocol === 'https:') return keep(await checkCertificate(host, Number(port) || 443));
  if (isLoopback(host)) return keep(skipped('certificate', 'this machine’s own address needs none.'));
  const remedy = 'Serve it over https: a browser opens no camera without.';
  keep(fail('certificate', 'it is served over plain http.', remedy, { what: host }));
}

/** What is behind the door: it costs the owner something, a credential or two. */
async function behind(
  { origin, code, worker }: Order,
  config: DeploymentConfig,
  secrets: Secrets,
  keep: Tell,
): Promise<void> {
  const { finding, cookie } = await enter(origin, config, code, secrets);
  keep(finding);
  if (cookie === null) {
    for (const check of ['stun', 'provider', 'worker'] as const)
      keep(skipped(check, 'not asked: there is no way in from here.'));
    return;
  }
  const way = { origin, cookie, secrets };
  const asked = worker
    ? checkWorker(origin, cookie, config)
    : Promise.resolve(skipped('worker', 'not asked: --worker sends it one photo.'));
  const [left] = await Promise.all([checkRelay(way, config, keep), checkStun(way, keep), asked.then(keep)]);
  keep(budgetFinding(left));
}

function budgetFinding(left: number | null): Finding {
  if (left === null) return skipped('budget', 'the deployment does not say what is left of its day.');
  return told('budget', `${left} relay credentials are left today.`, { facts: { credentials: left } });
}
