/** The handle on server.ts, which stands before the app and can be told to misbehave. */
import { fileURLToPath } from 'node:url';
import type { CertificateFiles } from '../../../kit/process/certs';
import { plainEnv } from '../../../kit/process/child';
import { APP_ORIGIN, HOSTS, NAMESPACES } from '../../network/addresses';
import { LineClient } from '../../network/lineClient';
import { daemon } from '../../network/shell';
import { AS_IT_IS, type Behaviour, type Setup } from './behaviour';

const PROGRAM = fileURLToPath(new URL('server.ts', import.meta.url));
/** It compiles itself first, on a machine that may be busy. */
const START_MS = 20_000;

export type FaultProxy = {
  /** What is not named stays as it was. */
  behave(change: Partial<Behaviour>): Promise<void>;
  /** As the app itself would be. */
  reset(): Promise<void>;
  stop(): Promise<void>;
};

/** Listens where the client looks for the app, and passes on to `upstreamPort` of the same host. */
export async function startFaultProxy(
  files: CertificateFiles,
  secret: string,
  upstreamPort: number,
): Promise<FaultProxy> {
  const program = daemon(process.execPath, ['--import', 'tsx', PROGRAM], {
    namespace: NAMESPACES.internet,
    env: plainEnv(),
    input: true,
  });
  const client = new LineClient(program, 'The fault proxy');
  const { cert, key, caCert: ca } = files;
  const name = new URL(APP_ORIGIN).hostname;
  const setup: Setup = { ip: HOSTS.app, port: 443, upstreamPort, name, cert, key, ca, secret };
  await client.ask({ setup }, START_MS);
  const behave = async (change: Partial<Behaviour>) => void (await client.ask({ change }));
  return { behave, reset: () => behave(AS_IT_IS), stop: program.stop };
}
