/** Everything behind the page, each part real but for Twilio, and each on a port of its own. */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { certificatesFor } from '../process/certs';
import { freePort } from '../process/ports';
import { startTwilio, type TwilioStandin } from '../standins/twilio';
import { type App, startApp } from './app';
import { type Interceptor, startInterceptor } from './interceptor';
import { startParts } from './parts';
import { type RelayFacts, TURN_HOST } from './relay';
import { type InferenceWorker, startWorker } from './worker';

export type Stack = {
  app: App;
  worker: InferenceWorker;
  twilio: TwilioStandin;
  /** What stands between the proxy and the worker. */
  interceptor: Interceptor;
  /** The app's own settings, as they would stand in a `.dev.vars`. */
  settings: Record<string, string>;
  /** What must never be written down anywhere. */
  secrets: string[];
  /** The same app over https with more variables, until the stack stops. */
  another(env: Record<string, string>): Promise<App>;
  stop(): Promise<void>;
};

/** Nothing listens at port 9 (discard): UDP and plain TCP are what the network under test blocks. */
const PORTS = { udp: 9, tcp: 9, tls: 443 };

/** `name` tells parallel Playwright workers apart. Nothing is left running where a part does not come up. */
export function startStack(relay: RelayFacts, name: string, coldStartMs: number): Promise<Stack> {
  return startParts(async (keep) => {
    const account = {
      accountSid: `AC${randomBytes(16).toString('hex')}`,
      authToken: randomBytes(16).toString('hex'),
    };
    const twilio = keep(await startTwilio({ ...account, ...relayOf(relay) }), ({ close }) => close());
    const worker = keep(await startWorker(await freePort(), coldStartMs), ({ stop }) => stop());
    const interceptor = keep(await startInterceptor(worker.url), ({ close }) => close());
    const settings = {
      TWILIO_ACCOUNT_SID: account.accountSid,
      TWILIO_AUTH_TOKEN: account.authToken,
      TWILIO_API_URL: twilio.url,
      ROBOFLOW_SERVER_URL: interceptor.url,
      // Codes have their text to tell them apart; the model's own workflow has specs of its own.
      FAST_WORKFLOW_ID: 'codes',
      DEFAULT_STUN_URLS: '',
      WORKER_STUN_URLS: '',
    };
    const source = join(relay.folder, 'app');
    const folder = join(relay.folder, `app-${name}`);
    const app = keep(await startApp(source, folder, settings), ({ stop }) => stop());
    let others = 0;
    const another: Stack['another'] = async (more) => {
      others += 1;
      const own = `${folder}-${others}`;
      // The relay's own certificate: the usual browser trusts it, and it is for localhost.
      const { files } = await certificatesFor([TURN_HOST], join(relay.folder, 'certificates'));
      const other = await startApp(source, own, { ...settings, ...more }, files);
      return keep(other, ({ stop }) => stop());
    };
    const secrets = [account.authToken, relay.secret];
    return { app, worker, twilio, interceptor, settings, secrets, another };
  });
}

function relayOf({ secret }: RelayFacts) {
  return {
    coturnSecret: secret,
    relay: { host: TURN_HOST, ports: PORTS },
    // The certificate names localhost alone.
    untrusted: { host: '127.0.0.1', ports: PORTS },
  };
}
