/** Runs the checks side by side, tells what each finds as it finds it, and leaves nothing open behind. */
import { ROUTES } from '../../protocol/api';
import type { Fetch } from '../api/client';
import { lookAtProxy, type ProxyLook } from '../api/look';
import { fetchRelay, type Relay } from '../api/turn';
import { asFailure } from '../errors/failure';
import type { Clock } from '../time/clock';
import { childScope, lasting, pause, type Scope } from '../time/scope';
import type {
  DeviceFound,
  Evidence,
  PassFound,
  RouteFound,
  ServerFound,
  Step,
  WorkerFound,
} from './evidence';
import type { CreatePeer } from './probes/gather';
import type { DrawnPicture } from './probes/picture';
import { tryRoutes } from './probes/routes';
import { relaysOf, stunOf } from './probes/servers';
import { askStun } from './probes/stun';
import { askWorker, type Known } from './probes/worker';

/** What takes longer is told as silent: a person waits for this. */
const LIMIT_MS = 9_500;
/** A list that is not here by then is on its own: STUN goes ahead without it. */
const LIST_MS = 2_500;
/** When the relay's ways begin to come to their end, so that they have one within the limit. */
const ROUTES_END_MS = 8_700;

export type Deps = {
  fetch: Fetch;
  clock: Clock;
  createPeer: CreatePeer;
  /** The device's own idea of the time, epoch ms. */
  wallNow(): number;
  device(): Promise<DeviceFound>;
  /** A session in another tab, which bursts of packets would be in the way of. */
  isAnyLive(): Promise<boolean>;
  draw(): DrawnPicture;
  roundTripMs(): number | null;
};

/** `known` is what the worker's check goes on with; null where there is nothing to go on with. */
export type Examined = { evidence: Evidence; known: Known | null };
type Tell = (evidence: Evidence) => void;

const untouched = { fromMs: 0, toMs: null, found: null };
const NOTHING: Evidence = {
  ...{ device: untouched, server: untouched, stun: untouched, pass: untouched },
  ...{ routes: [], worker: null },
};

/** @param tell each time something is found. @throws the signal's reason where the person has left. */
export async function examine(deps: Deps, signal: AbortSignal, tell: Tell): Promise<Examined> {
  const scope = childScope({ clock: deps.clock, signal });
  const run = new Run(deps, scope, tell);
  try {
    const limit = new Promise<void>((over) => scope.clock.after(LIMIT_MS, over, scope.signal));
    await lasting(Promise.race([run.all(), limit]), scope);
    return { evidence: run.close(), known: run.known };
  } finally {
    scope.end();
  }
}

/** The worker's check on top of what was found; it makes no credentials of its own. */
export async function examineWorker(
  { evidence, known }: { evidence: Evidence; known: Known },
  deps: Deps,
  signal: AbortSignal,
  tell: Tell,
): Promise<Evidence> {
  const scope = { clock: deps.clock, signal };
  const startMs = deps.clock.now();
  const sinceMs = () => deps.clock.now() - startMs;
  tell({ ...evidence, worker: { fromMs: 0, toMs: null, found: null } });
  const found: WorkerFound = await askWorker(known, { ...deps, sinceMs }, scope);
  const done = { ...evidence, worker: { fromMs: 0, toMs: sinceMs(), found } };
  tell(done);
  return done;
}

class Run {
  known: Known | null = null;
  private evidence: Evidence = NOTHING;
  private readonly startMs: number;

  constructor(
    private readonly deps: Deps,
    private readonly scope: Scope,
    private readonly tell: Tell,
  ) {
    this.startMs = deps.clock.now();
  }

  async all(): Promise<void> {
    const [device] = await Promise.all([this.step('device', this.deps.device()), this.lookAtServer()]);
    if (!device.webrtc) return;
    const { known } = this;
    if (!known) return void (await this.askStun([]));
    const [relay, plain] = [this.getPass(known), this.getPlain()];
    await Promise.all([this.stunOf(plain, relay), this.relaysOf(plain, relay)]);
  }

  /** The deployment's own STUN servers and the relay's, which stands elsewhere; of a list that is late, none. */
  private async stunOf(...lists: Promise<Relay | null>[]): Promise<void> {
    const late = pause(LIST_MS, this.scope).then(() => null);
    const found = await Promise.all(lists.map((list) => Promise.race([list, late])));
    const urls = stunOf(found.flatMap((list) => list?.iceServers ?? []));
    // The usual list came, and has none.
    await this.askStun(urls, urls.length === 0 && found[0] !== null);
  }

  /** Without ENH the deployment may still have a relay in its usual list. */
  private async relaysOf(plain: Promise<Relay | null>, relay: Promise<Relay | null>): Promise<void> {
    const enhanced = await relay;
    const usual = enhanced ? null : await plain;
    await this.tryRoutes(relaysOf((enhanced ?? usual)?.iceServers ?? []));
  }

  /** What is not finished by now is: with nothing found. */
  close(): Evidence {
    const toMs = this.sinceMs();
    const end = <One extends Step<unknown>>(one: One): One => ({ ...one, toMs: one.toMs ?? toMs });
    const { device, server, stun, pass, routes } = this.evidence;
    this.evidence = {
      ...{ device: end(device), server: end(server), stun: end(stun), pass: end(pass) },
      ...{ routes: routes.map(end), worker: null },
    };
    return this.evidence;
  }

  private async lookAtServer(): Promise<void> {
    const look = lookAtProxy(this.deps.fetch, this.deps.wallNow, this.scope);
    await this.step('server', look.then(serverFound));
    const found = await look;
    if (found.kind === 'answers') this.known = { config: found.config, relay: null, plain: null };
  }

  /** Null where there is none; why, is in the evidence. */
  private async getPass({ config: { enhanced } }: Known): Promise<Relay | null> {
    if (!enhanced.available) {
      await this.step<PassFound>('pass', Promise.resolve({ kind: 'none' }));
      return null;
    }
    const minted = fetchRelay(this.deps.fetch, `${ROUTES.turn}/${enhanced.provider}`, this.scope);
    const found: Promise<PassFound> = minted.then(
      () => ({ kind: 'had' }),
      (thrown) => ({ kind: 'failed', code: asFailure(thrown, 'turn_unavailable').code }),
    );
    await this.step('pass', found);
    return this.keep('relay', await minted.catch(() => null));
  }

  /** For the worker's check. */
  private keep(name: 'relay' | 'plain', list: Relay | null): Relay | null {
    if (this.known) this.known = { ...this.known, [name]: list };
    return list;
  }

  private async getPlain(): Promise<Relay | null> {
    const list = await fetchRelay(this.deps.fetch, ROUTES.turn, this.scope).catch(() => null);
    return this.keep('plain', list);
  }

  private async askStun(urls: string[], unset = false): Promise<void> {
    const found = askStun(urls, this.deps.createPeer, this.scope);
    await this.step(
      'stun',
      found.then((answers) => ({ ...answers, unset })),
    );
  }

  private async tryRoutes(relays: ReturnType<typeof relaysOf>): Promise<void> {
    const fromMs = this.sinceMs();
    const routes = relays.map(({ transport, port }) => ({
      transport,
      port,
      fromMs,
      toMs: null,
      found: null,
    }));
    this.change({ routes });
    const isQuiet = await this.deps.isAnyLive();
    const scope = { ...this.scope, endMs: this.startMs + ROUTES_END_MS, isQuiet };
    const told = (at: number, found: RouteFound) => {
      const toMs = this.sinceMs();
      const ended = this.evidence.routes.map((one, each) => (each === at ? { ...one, toMs, found } : one));
      this.change({ routes: ended });
    };
    await tryRoutes(relays, this.deps.createPeer, scope, told);
  }

  private async step<Found>(name: keyof Evidence, work: Promise<Found>): Promise<Found> {
    const fromMs = this.sinceMs();
    this.change({ [name]: { fromMs, toMs: null, found: null } });
    const found = await work;
    this.change({ [name]: { fromMs, toMs: this.sinceMs(), found } });
    return found;
  }

  private change(part: Partial<Evidence>): void {
    // What comes in after the end changes nothing that was told.
    if (this.scope.signal.aborted) return;
    this.evidence = { ...this.evidence, ...part };
    this.tell(this.evidence);
  }

  private sinceMs(): number {
    return this.deps.clock.now() - this.startMs;
  }
}

function serverFound(look: ProxyLook): ServerFound {
  if (look.kind === 'portal') return look;
  if (look.kind === 'down') return { kind: 'down', code: look.failure.code };
  const { enhanced } = look.config;
  const local = enhanced.available && enhanced.iceTransportPolicy === 'relay';
  return {
    ...{ kind: 'answers', skewMs: look.skewMs, roundTripMs: look.roundTripMs },
    ...{ enhanced: enhanced.available, local },
  };
}
