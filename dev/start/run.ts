/** Brings up what the plan says, one after the other, and takes all of it down again. */
import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Certificates, certificatesFor } from '../../kit/process/certs';
import { type Coturn, CoturnError, startCoturn } from '../../kit/process/coturn';
import { freePort } from '../../kit/process/ports';
import { keepBusy } from '../../kit/process/wrangler';
import { type DeploymentConfig, ROUTES } from '../../protocol/api';
import { FRONT_HEADER, frontWord } from '../../proxy/http/front';
import { MALLOC_ENV } from '../../worker/runtime/allocator';
import { localCode, localSecret, migrate } from './database';
import { type Front, startFront } from './front';
import { pagesSpec } from './pages';
import type { StartPlan } from './plan';
import { StartProblem } from './problem';
import { type Child, Children } from './processes/children';
import { untilAnswers } from './processes/ready';
import { makeRunDir } from './processes/runDir';
import { viteSpec } from './vite';

const WORKER_READY_MS = 60_000;
const APP_READY_MS = 120_000;

const WORKER_SETTINGS = [
  'GZIP',
  'COLD_START_MS',
  'STUN_URL',
  'MAX_STREAMS',
  'MODEL',
  'LABELS',
  'CONFIDENCE',
  'IOU',
  'ALLOWED_HOSTS',
] as const;

export type RunOptions = {
  root: string;
  /** Where the database lives on, from run to run. */
  state: string;
  plan: StartPlan;
  /** Vite serves the page, with hot reload. */
  dev: boolean;
  verbose: boolean;
  say: (line: string) => void;
  /** A child ended by itself: the run is broken and should be stopped. */
  onDeath: (child: Child) => void;
};

/** What runs, and what it says of itself. */
export type Up = {
  certificates: Certificates;
  config: DeploymentConfig;
  /** The access code that this start has made; null where it made none. */
  code: string | null;
};

export class Run {
  readonly #options: RunOptions;
  readonly #runDir: string;
  readonly #children: Children;
  readonly #ended = new AbortController();
  #coturn: Coturn | null = null;
  #front: Front | null = null;
  #stopAsking = () => {};

  constructor(options: RunOptions) {
    this.#options = options;
    this.#runDir = makeRunDir(options.root);
    this.#children = new Children({
      runDir: this.#runDir,
      verbose: options.verbose,
      onDeath: options.onDeath,
      onRevival: (line) => options.say(`${line} Live sessions dial anew.`),
    });
  }

  /** Resolves when the page answers. Rejects with a StartProblem; `stop()` is then still to be called. */
  async up(): Promise<Up> {
    const { root, state, plan, say } = this.#options;
    const certificates = await this.#certificates();
    // Beside the worker's start: a first migration takes as long as that.
    const migrated = migrate({ root, runDir: this.#runDir, state, signal: this.#ended.signal });
    migrated.catch(() => {});
    const own = { ...(await this.#worker()), ...(await this.#relay(certificates)) };
    await migrated;
    say('Starting the app …');
    const code = plan.needsCode ? localCode(state) : null;
    const config = await this.#app(certificates, code === null ? own : { ...own, ACCESS_CODE: code });
    return { certificates, config, code };
  }

  /** Ends everything and removes the run's files; may be called again. */
  async stop(): Promise<void> {
    this.#stopAsking();
    this.#front?.close();
    this.#ended.abort();
    await Promise.all([this.#children.stop(), this.#coturn?.close()]);
    this.#children.release();
    rmSync(this.#runDir, { recursive: true, force: true });
  }

  /** @param own settings that only this run knows. @returns what the app says that it offers. */
  async #app(certificates: Certificates, own: Record<string, string>): Promise<DeploymentConfig> {
    const { root, state, plan, dev } = this.#options;
    const { host, port, https } = plan.app;
    const secret = randomBytes(32).toString('base64url');
    const options = { headers: { [FRONT_HEADER]: frontWord(secret, { here: false, https }) } };
    const pagesPort = await freePort();
    const pages = pagesSpec({
      root,
      runDir: this.#runDir,
      state,
      page: !dev,
      port: pagesPort,
      // For its debugger wrangler would take 9229, which another one may hold.
      inspectorPort: await freePort(),
      env: { SESSION_SECRET: localSecret(state), ...plan.env, ...own, FRONT_SECRET: secret },
    });
    const url = (each: number) => `http://127.0.0.1:${each}${ROUTES.config}`;
    const child = this.#children.start(pages);
    const config = await untilAnswers(child, url(pagesPort), APP_READY_MS, options);
    this.#stopAsking = keepBusy(`http://127.0.0.1:${pagesPort}`);
    const appPort = dev ? await freePort() : pagesPort;
    if (dev) {
      const vite = this.#children.start(viteSpec({ root, port: appPort, pagesPort, names: plan.names }));
      await untilAnswers(vite, url(appPort), APP_READY_MS, options);
    }
    const tls = https ? certificates.files : null;
    this.#front = await startFront({ host, port, appPort, secret, names: plan.names, tls });
    return JSON.parse(config);
  }

  #certificates(): Promise<Certificates> {
    const { root, plan } = this.#options;
    const dir = join(root, '.sightline', 'certs');
    return plan.app.https
      ? certificatesFor([plan.app.host, 'localhost', '127.0.0.1'], dir, 'phone')
      : certificatesFor(['localhost', '127.0.0.1'], dir, 'local');
  }

  /** On the LAN anyone could knock at the worker's door: there it opens to the app's key alone. */
  async #worker(): Promise<Record<string, string>> {
    const { root, plan, say } = this.#options;
    if (plan.worker === null) return {};
    const { host, port } = plan.worker;
    const key = plan.app.https ? randomBytes(24).toString('base64url') : null;
    say(`Starting the worker on ${host}:${port} …`);
    const child = this.#children.start({
      name: 'worker',
      cwd: root,
      env: {
        ...MALLOC_ENV,
        PATH: process.env.PATH ?? '',
        HOME: process.env.HOME ?? root,
        HOST: host,
        PORT: String(port),
        ...passedOn([...WORKER_SETTINGS]),
        ...(key === null ? {} : { API_KEYS: key }),
      },
      args: ['--import', 'tsx', join(root, 'worker', 'main.ts')],
      revive: true,
    });
    await untilAnswers(child, `http://${host}:${port}/readiness`, WORKER_READY_MS);
    for (const line of child.log.filter(isOfSight)) say(line);
    return key === null ? {} : { ROBOFLOW_API_KEY: key };
  }

  async #relay(certificates: Certificates): Promise<Record<string, string>> {
    const { coturn } = this.#options.plan;
    if (coturn === null) return {};
    this.#options.say(`Starting the relay on ${coturn.listenIp}:${coturn.port} …`);
    try {
      this.#coturn = await startCoturn({
        ...coturn,
        cert: certificates.files.cert,
        key: certificates.files.key,
        dir: join(this.#runDir, 'coturn'),
        onLine: (line) => this.#children.hear('relay', line),
      });
    } catch (thrown) {
      throw thrown instanceof CoturnError ? new StartProblem(thrown.message) : thrown;
    }
    this.#children.watch('relay', this.#coturn.child);
    return { COTURN_SECRET: this.#coturn.secret };
  }
}

/** How the worker says what it can see, and what it cannot. */
function isOfSight(line: string): boolean {
  return /^(FAST |ACC |Objects )/.test(line);
}

/** The worker's own settings, from the shell that called `npm start`. */
function passedOn(names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])));
}
