/** Whether the worker answers: one photo through FAST, with the deployment's own key. It costs what a photo does. */
import { type DeploymentConfig, ROUTES } from '../../protocol/api';
import { ask, refusalIn } from './ask';
import { type Finding, fail, ok, skipped } from './finding';
import { unanswered } from './front';

/** A cold GPU may take a minute; the proxy gives up before this does. */
const DEADLINE_MS = 70_000;
/** 64 × 64 px of one grey: it must be read, and nothing be found in it. */
const PICTURE = Buffer.from(
  [
    '/9j/2wBDABsSFBcUERsXFhceHBsgKEIrKCUlKFE6PTBCYFVlZF9VXVtqeJmBanGQc1tdhbWGkJ6jq62rZ4C8ybqmx5moq6T/',
    '2wBDARweHigjKE4rK06kbl1upKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKT/wAAR',
    'CABAAEADASIAAhEBAxEB/8QAFAABAAAAAAAAAAAAAAAAAAAAAP/EABQQAQAAAAAAAAAAAAAAAAAAAAD/xAAUAQEAAAAAAAAA',
    'AAAAAAAAAAAA/8QAFBEBAAAAAAAAAAAAAAAAAAAAAP/aAAwDAQACEQMRAD8AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA/9k=',
  ].join(''),
  'base64',
);

export async function checkWorker(
  origin: URL,
  cookie: string,
  { workflows }: DeploymentConfig,
): Promise<Finding> {
  if (!workflows.fast.available) return skipped('worker', 'LIVE is off.');
  const headers = { 'Content-Type': 'image/jpeg', ...(cookie ? { Cookie: cookie } : {}) };
  try {
    const init = { method: 'POST', headers, body: PICTURE };
    const answer = await ask(new URL(ROUTES.infer, origin), init, DEADLINE_MS);
    const { status, roundTripMs, json } = answer;
    const refusal = refusalIn(answer);
    const facts = { status, roundTripMs, code: refusal?.code ?? null };
    if (status === 200 && json && 'outputs' in json)
      return ok('worker', `it has looked at a picture, in ${roundTripMs} ms.`, { facts });
    const says = refusal?.message ?? `${ROUTES.infer} answers ${status}.`;
    return fail(
      'worker',
      says,
      'See that the inference server runs, and what it says of the key and the workflow.',
      {
        facts,
      },
    );
  } catch (thrown) {
    return unanswered('worker', thrown);
  }
}
