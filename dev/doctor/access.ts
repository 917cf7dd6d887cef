/** The way in: a code for a cookie, as the page does it. */
import { type DeploymentConfig, ROUTES } from '../../protocol/api';
import { isLoopback } from '../../proxy/hosts';
import { ask, refusalIn } from './ask';
import { type Finding, fail, note, ok } from './finding';
import { unanswered } from './front';
import type { Secrets } from './secrets';

/** `cookie`: to be sent with every call; empty where none is asked for. Null: there is no way in from here. */
export type Entered = { finding: Finding; cookie: string | null };

const NO_TERMINAL: Partial<Record<DeploymentConfig['access'], string>> = {
  turnstile: 'Turnstile lets in browsers alone, so what costs money was not checked.',
  sign_in: 'Cloudflare Access lets in who signs in, so what costs money was not checked.',
};
const BROWSER =
  'Open /check in a browser for the rest, or run this with ACCESS_CODE on a deployment of your own.';

export async function enter(
  origin: URL,
  { access }: DeploymentConfig,
  code: string | null,
  secrets: Secrets,
): Promise<Entered> {
  const facts = { access };
  if (access === 'none') return { finding: ok('access', 'anybody may come in.', { facts }), cookie: '' };
  const elsewhere = NO_TERMINAL[access] ?? 'it asks for a proof that is not known here.';
  if (access !== 'code') return { finding: note('access', elsewhere, BROWSER, { facts }), cookie: null };
  if (code === null) {
    const says = 'it asks for a code, so what costs money was not checked.';
    return {
      finding: note('access', says, 'Give it: --code CODE, or DOCTOR_CODE.', { facts }),
      cookie: null,
    };
  }
  if (origin.protocol === 'http:' && !isLoopback(origin.hostname)) {
    const says = 'the code was not sent: over plain http anybody on the way could read it.';
    return { finding: note('access', says, 'Serve the deployment over https.', { facts }), cookie: null };
  }
  return sendCode(origin, code, secrets);
}

async function sendCode(origin: URL, code: string, secrets: Secrets): Promise<Entered> {
  secrets.add(code);
  try {
    const init = { method: 'POST', body: JSON.stringify({ code }) };
    const answer = await ask(new URL(ROUTES.session, origin), init);
    const cookie = answer.headers.getSetCookie()[0]?.split(';')[0] ?? '';
    secrets.add(cookie, cookie.split('=')[1]);
    const facts = { access: 'code', status: answer.status };
    if (answer.status === 200 && cookie)
      return { finding: ok('access', 'the code is taken.', { facts }), cookie };
    const refusal = refusalIn(answer);
    const says = refusal?.message ?? `${ROUTES.session} answers ${answer.status}.`;
    const remedy = 'Compare --code with ACCESS_CODE, and see that SESSION_SECRET is set.';
    return {
      finding: fail('access', says, remedy, { facts: { ...facts, code: refusal?.code ?? null } }),
      cookie: null,
    };
  } catch (thrown) {
    return { finding: unanswered('access', thrown), cookie: null };
  }
}
