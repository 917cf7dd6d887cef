/** What may stand behind `npm start --`, and the ports, which tests move. */
import { parseArgs } from 'node:util';
import { StartProblem } from './problem';

export type StartArgs = {
  phone: boolean;
  dev: boolean;
  verbose: boolean;
  help: boolean;
  host: string | null;
};
export type Ports = { app: number; worker: number; turn: number; turnTls: number };

export const HELP = `npm start [-- options]      the app on this machine, http://localhost:8788
npm run dev [-- options]    the same with hot reload of the page
npm run phone [-- options]  the same for a phone on your network, over HTTPS

  --host ADDRESS   phone: which of this machine's addresses to use
  --verbose        show what worker, relay and server say
  --help           this text

Settings go into .dev.vars (README.md lists them). APP_PORT, WORKER_PORT, TURN_PORT and TURN_TLS_PORT move the ports.
`;

function parsed(argv: readonly string[]) {
  return parseArgs({
    args: [...argv],
    options: {
      phone: { type: 'boolean', default: false },
      dev: { type: 'boolean', default: false },
      verbose: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
      host: { type: 'string' },
    },
  }).values;
}

/** Throws a StartProblem for an option that does not exist, and for two that do not go together. */
export function readArgs(argv: readonly string[]): StartArgs {
  const args = read(argv);
  if (args.phone && args.dev)
    throw new StartProblem(
      '--dev serves this machine alone; leave it or --phone out. See: npm start -- --help',
      2,
    );
  return args;
}

function read(argv: readonly string[]): StartArgs {
  try {
    const { phone, dev, verbose, help, host } = parsed(argv);
    return { phone, dev, verbose, help, host: host ?? null };
  } catch (thrown) {
    const why = thrown instanceof Error ? thrown.message.split('. ')[0] : 'unreadable arguments';
    throw new StartProblem(`${why}. See: npm start -- --help`, 2);
  }
}

function port(name: string, fallback: number, env: NodeJS.ProcessEnv): number {
  const text = env[name];
  if (text === undefined || text === '') return fallback;
  const number = Number(text);
  if (Number.isInteger(number) && number > 0 && number < 65536) return number;
  throw new StartProblem(`${name} must be a port, 1 to 65535; it is "${text}".`, 2);
}

export function readPorts(env: NodeJS.ProcessEnv): Ports {
  return {
    app: port('APP_PORT', 8788, env),
    worker: port('WORKER_PORT', 9001, env),
    turn: port('TURN_PORT', 3478, env),
    turnTls: port('TURN_TLS_PORT', 5349, env),
  };
}
