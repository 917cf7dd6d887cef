/** A second deployment, which has one key alone: Roboflow's. ENH goes by the account's own relay. */
import { fileURLToPath } from 'node:url';
import { plainEnv } from '../../../kit/process/child';
import { startParts } from '../../../kit/stack/parts';
import { HOSTS, NAMESPACES } from '../../network/addresses';
import { LineClient } from '../../network/lineClient';
import { daemon } from '../../network/shell';
import { API_KEY, accountEnv, RELAY_URLS, startApp } from '../app';
import type { Services } from '../services';

/** `tcp`: a list that names plain TCP on 443 besides. */
export const SHAPES = ['list', 'array', 'one', 'tcp'] as const;
export type Shape = (typeof SHAPES)[number];
/** Goes by stdin: arguments are for all to read. */
export type AccountSetup = { port: number; key: string; secret: string; urls: string[] };

export type Account = {
  /** How its API says the list from now on. */
  answerAs(shape: Shape): Promise<void>;
  stop(): Promise<void>;
};

const PROGRAM = fileURLToPath(new URL('server.ts', import.meta.url));
const API_PORT = 8790;
/** It compiles itself first, on a machine that may be busy. */
const START_MS = 20_000;

export function startAccount({ folder, files, relay }: Services): Promise<Account> {
  return startParts(async (keep) => {
    const program = daemon(process.execPath, ['--import', 'tsx', PROGRAM], {
      namespace: NAMESPACES.internet,
      env: plainEnv(),
      input: true,
    });
    keep(program, ({ stop }) => stop());
    const client = new LineClient(program, "Roboflow's API");
    const urls = RELAY_URLS.filter((url) => url.startsWith('turn'));
    const setup: AccountSetup = { port: API_PORT, key: API_KEY, secret: relay.secret, urls };
    await client.ask({ setup }, START_MS);
    const app = await startApp(folder, files, {
      ...{ host: HOSTS.account, port: 443, inspectorPort: 9230 },
      env: accountEnv(`http://127.0.0.1:${API_PORT}`),
    });
    keep(app, ({ stop }) => stop());
    return { answerAs: async (shape: Shape) => void (await client.ask({ shape })) };
  });
}
