/** What may stand behind `npm run doctor --`. */
import { parseArgs } from 'node:util';
import { StartProblem } from '../start/problem';
import type { Order } from './examine';
import { EXIT } from './finding';

export const HELP = `npm run doctor -- --url URL [options]   checks a deployment from outside
npm run doctor -- --keys                what npm run verify:turn does: each relay of .dev.vars, URL by URL

  --url URL      its address; path and query do not matter
  --code CODE    the access code, where it asks for one (or DOCTOR_CODE in the environment, which others cannot read)
  --worker       send the worker one photo; it costs what a photo costs
  --json         one JSON object in the end, for monitoring
  --help         this text

Exit codes: 0 all is well, 1 something is broken, 2 these arguments make no sense,
            3 nothing is broken that was seen, but something is to be looked at.
It takes up to two relay credentials of the day's budget, and gives its allocations back at once.
`;

export type Args = { help: true } | { keys: true } | (Order & { json: boolean });

const OPTIONS = {
  url: { type: 'string' },
  code: { type: 'string' },
  worker: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  keys: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

/** @throws StartProblem for what makes no sense; its sentence names no value, which might be a code. */
export function readDoctorArgs(argv: readonly string[], env: NodeJS.ProcessEnv): Args {
  const { url, code, worker, json, keys, help } = parsed(argv);
  if (help) return { help };
  if (keys && url === undefined) return { keys };
  if (keys || url === undefined) throw usage('Either --url URL or --keys is wanted');
  return { origin: originOf(url), code: code ?? (env.DOCTOR_CODE || null), worker, json };
}

function parsed(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], options: OPTIONS }).values;
  } catch (thrown) {
    const code = String((thrown as { code?: unknown }).code ?? '');
    throw usage(
      code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION' ? 'There is no such option' : 'Unreadable arguments',
    );
  }
}

function originOf(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url && /^https?:$/.test(url.protocol) && url.username === '') return new URL(url.origin);
  throw usage('--url takes an https: address without a user name');
}

const usage = (what: string) => new StartProblem(`${what}. See: npm run doctor -- --help`, EXIT.usage);
