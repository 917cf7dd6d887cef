/** `npm run verify:turn`: fresh credentials from each configured relay, and what each of its URLs answers. */
import { join } from 'node:path';
import { TURN_PROVIDERS, type TurnProviderName } from '../../protocol/api';
import { DEPS } from '../../proxy/context';
import { ApiError } from '../../proxy/errors';
import { ENV_KEYS } from '../../proxy/settings/env';
import { PROVIDERS } from '../../proxy/turn/lists';
import { TTL_SECONDS } from '../../proxy/turn/provider';
import { cleanList, vendorList } from '../../proxy/turn/rules';
import { readArgs, readPorts } from '../start/args';
import { checkSettings, devVarsPath, readDevVars } from '../start/devVars';
import { lookAround } from '../start/machine';
import { planStart, setValues, type Values } from '../start/plan';
import { StartProblem } from '../start/problem';
import { answersOnTls443, conclusion, type Probed, reportLines } from '../turn/report';
import { probeRelay } from '../turn-probe';
import { EXIT } from './finding';

const root = join(import.meta.dirname, '..', '..');

type Address = { url: string; used: boolean; username: string | undefined; credential: string | undefined };

/** The shell's own settings win over the file's, so that other keys can be tried without editing it. */
function readValues(): Values {
  const path = devVarsPath(root, process.env);
  const shell = Object.keys(ENV_KEYS).flatMap((key) => (process.env[key] ? [[key, process.env[key]]] : []));
  const values = setValues({ ...readDevVars(path), ...Object.fromEntries(shell) });
  checkSettings(values, planStart(values, lookAround(readArgs([]), readPorts(process.env))), path);
  return values;
}

/** Everything on the provider's list, and what the app makes of it, each URL once. */
async function addressesOf(name: TurnProviderName, values: Values): Promise<Address[]> {
  const signal = AbortSignal.timeout(DEPS.deadlines.turnMs);
  const minted = await PROVIDERS[name].mint(
    { ...values },
    {
      ttlSeconds: TTL_SECONDS,
      signal,
      deps: DEPS,
      seen: () => {},
    },
  );
  const used = name === 'coturn' ? cleanList(minted) : vendorList(minted);
  const flat = (isUsed: boolean, list: typeof used): Address[] =>
    list.flatMap(({ urls, username, credential }) =>
      urls.map((url) => ({ url, used: isUsed, username, credential })),
    );
  const all = [...flat(true, used), ...flat(false, cleanList(minted))];
  return all.filter(({ url }, i) => all.findIndex((other) => other.url === url) === i);
}

async function probe({ url, used, username, credential }: Address): Promise<Probed> {
  const credentials = username === undefined || credential === undefined ? null : { username, credential };
  return { ...(await probeRelay(url, { credentials })), used };
}

async function verify(name: TurnProviderName, values: Values): Promise<Probed[]> {
  try {
    const results = await Promise.all((await addressesOf(name, values)).map(probe));
    console.log(`${reportLines(name, results).join('\n')}\n`);
    return results;
  } catch (thrown) {
    if (!(thrown instanceof ApiError)) throw thrown;
    console.log(`${name}\n    no credentials (${thrown.code}): ${thrown.message}\n`);
    return [];
  }
}

/** @returns the exit code. @throws StartProblem where no relay is configured, or a setting is wrong. */
export async function verifyOwnRelays(): Promise<number> {
  const values = readValues();
  const configured = TURN_PROVIDERS.filter((name) => PROVIDERS[name].isConfigured({ ...values }));
  if (configured.length === 0) {
    throw new StartProblem(
      'No relay is configured; put the keys of Twilio, Cloudflare or a coturn into .dev.vars.',
      EXIT.usage,
    );
  }
  console.log('Asking each relay for an allocation, as a phone would. * marks what the app hands out.\n');
  const results: Probed[] = [];
  for (const name of configured) results.push(...(await verify(name, values)));
  console.log(conclusion(results));
  return answersOnTls443(results) ? EXIT.well : EXIT.failed;
}
