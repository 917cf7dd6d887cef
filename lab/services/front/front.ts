/** The handle on server.ts, the switchable front before the app. */
import { fileURLToPath } from 'node:url';
import type { CertificateFiles } from '../../../dev/certs';
import { ROOT } from '../../../kit/paths';
import { plainEnv } from '../../../kit/process/child';
import { APP_ORIGIN, HOSTS, NAMESPACES } from '../../addresses';
import { Orders } from '../../orders';
import { daemon } from '../../shell';
import { AS_IT_IS, type Manner, type Setup } from './manner';

const PROGRAM = fileURLToPath(new URL('server.ts', import.meta.url));
/** It compiles itself first, on a machine that may be busy. */
const START_MS = 20_000;

export type Front = {
  /** What is not named stays as it was. */
  behave(manner: Partial<Manner>): Promise<void>;
  /** As the app itself would be. */
  reset(): Promise<void>;
  stop(): Promise<void>;
};

/** Listens where the client looks for the app, and passes on to `upstreamPort` of the same host. */
export async function startFront(
  files: CertificateFiles,
  secret: string,
  upstreamPort: number,
): Promise<Front> {
  const program = daemon(process.execPath, ['--import', 'tsx', PROGRAM], {
    namespace: NAMESPACES.internet,
    cwd: ROOT,
    env: plainEnv(),
  });
  const orders = new Orders(program, 'The front');
  const { cert, key, caCert: ca } = files;
  const name = new URL(APP_ORIGIN).hostname;
  const setup: Setup = { ip: HOSTS.app, port: 443, upstreamPort, name, cert, key, ca, secret };
  const ready = orders.next(START_MS);
  program.child.stdin?.write(`${JSON.stringify({ setup })}\n`);
  await ready;
  const behave = async (manner: Partial<Manner>) => {
    await orders.ask({ manner });
  };
  return { behave, reset: () => behave(AS_IT_IS), stop: program.stop };
}
