/** The command line of the suite. */
import { parseArgs } from 'node:util';
import { FEATURES, type Feature } from './features';

export type Options = {
  /** Origin of the server, without a slash at its end. */
  url: string;
  apiKey: string | null;
  workspace: string;
  workflow: string;
  /** Streams let in at once; 0 leaves the quota alone, for a server that starts a process for each. */
  quota: number;
  /** Every deadline of the suite times this: for servers that need long to start a session. */
  patience: number;
  /** What the server must not lack; null asks the server itself whether it is the embedded worker. */
  promises: Feature[] | null;
  /** Only the rules with these numbers; null runs all. */
  only: number[] | null;
};

export const DEFAULTS: Omit<Options, 'url'> = {
  apiKey: null,
  workspace: 'local',
  workflow: 'codes',
  quota: 10,
  patience: 1,
  promises: null,
  only: null,
};

export const USAGE = `Usage: npm run conformance -- --url http://host:9001 [options]
  --api-key KEY        sent in the body of every request (or CONFORMANCE_API_KEY, which no process list shows)
  --workspace NAME     of the named workflow (${DEFAULTS.workspace})
  --workflow ID        a workflow that the server has by name (${DEFAULTS.workflow})
  --quota N            concurrent streams that it lets in (${DEFAULTS.quota}); 0 does not try
  --patience X         all deadlines times X (1)
  --promises A,B|none  what must not be "not offered": ${Object.keys(FEATURES).join(', ')}
  --only 1,2,3         these rules alone`;

/** A wrong command line; the message is one line. */
export class OptionError extends Error {}

/** @throws OptionError */
export function readOptions(args: string[], env: Record<string, string | undefined>): Options {
  const { url, ...given } = parse(args);
  if (!url)
    throw new OptionError('--url is missing: the origin of the server, such as http://127.0.0.1:9001.');
  return {
    url: readUrl(url),
    apiKey: given['api-key'] || env.CONFORMANCE_API_KEY || DEFAULTS.apiKey,
    workspace: given.workspace ?? DEFAULTS.workspace,
    workflow: given.workflow ?? DEFAULTS.workflow,
    quota: readNumber('--quota', given.quota, DEFAULTS.quota, /^\d{1,3}$/),
    patience: readNumber('--patience', given.patience, DEFAULTS.patience, /^\d{1,2}(\.\d+)?$/),
    promises: given.promises === undefined ? null : readFeatures(given.promises),
    only: given.only === undefined ? null : readNumbers(given.only),
  };
}

const NAMES = [
  ...(['url', 'api-key', 'workspace', 'workflow'] as const),
  ...(['quota', 'patience', 'promises', 'only'] as const),
];

function parse(args: string[]) {
  const options = Object.fromEntries(NAMES.map((name) => [name, { type: 'string' }] as const));
  try {
    return parseArgs({ args, options }).values as { [name in (typeof NAMES)[number]]?: string };
  } catch (error) {
    throw new OptionError(error instanceof Error ? (error.message.split('. ')[0] ?? '') : String(error));
  }
}

function readUrl(text: string): string {
  if (!/^https?:\/\/[^/?#@]+\/*$/.test(text)) {
    throw new OptionError('--url must be an origin alone, such as http://127.0.0.1:9001.');
  }
  return text.replace(/\/+$/, '');
}

function readNumber(name: string, text: string | undefined, fallback: number, form: RegExp): number {
  if (text === undefined) return fallback;
  if (!form.test(text)) throw new OptionError(`${name} must be a number.`);
  return Number(text);
}

function readFeatures(text: string): Feature[] {
  const names = text === 'none' ? [] : text.split(',');
  const unknown = names.find((name) => !Object.hasOwn(FEATURES, name));
  if (unknown === undefined) return names as Feature[];
  throw new OptionError(
    `--promises does not know "${unknown}"; it knows ${Object.keys(FEATURES).join(', ')}.`,
  );
}

function readNumbers(text: string): number[] {
  if (!/^\d+(,\d+)*$/.test(text)) throw new OptionError('--only must be numbers with a comma between them.');
  return text.split(',').map(Number);
}
