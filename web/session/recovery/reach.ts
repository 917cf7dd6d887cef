/** Whether the proxy can be reached right now, and when it can again. Asked only while a session recovers. */
import { childScope, type Scope } from '../../time/scope';

const PROBE_EVERY_MS = 1_000;
const PROBE_LIFE_MS = 3_500;
/** Unanswered for this long, a probe means that the network is out. */
const OUTAGE_MS = 1_000;
/**
 * Requests in the air during an outage: each leaves a connection attempt behind that will wait long after it
 * (signOfLife.ts), and a browser has six for an HTTP/1.1 host.
 */
const IN_THE_AIR = 2;
/**
 * After a sign of life, more requests than attempts were left behind: two get a connection of their own at
 * once.
 */
const BURST = 4;
/** After a burst that nothing answered, the sign is asked for anew. */
const BURST_LIFE_MS = 2_500;

/** Resolves when the proxy has answered well; rejects otherwise, or when the signal aborts. */
export type Ask = (signal: AbortSignal) => Promise<void>;

/** Resolves with a sign of life of the network. @throws the scope's reason once it ends. */
export type Sign = (scope: Scope) => Promise<void>;

export type Reach = {
  ask: Ask;
  /** Null where no server is known that could give one: then requests alone must tell. */
  sign: Sign | null;
};

/**
 * Resolves with the first good answer. @param onSign the network is there. @throws the scope's reason once it
 * ends.
 */
export async function reachable(reach: Reach, parent: Scope, onSign: () => void = () => {}): Promise<void> {
  const scope = childScope(parent);
  const prober = new Prober(reach.ask, scope);
  try {
    await new Promise<void>((resolve, reject) => {
      scope.signal.addEventListener('abort', () => reject(parent.signal.reason), { once: true });
      if (scope.signal.aborted) reject(parent.signal.reason);
      prober.onGood = resolve;
      prober.start(reach.sign ? IN_THE_AIR : Number.POSITIVE_INFINITY);
      if (reach.sign) followSigns(reach.sign, prober, scope, onSign);
    });
  } finally {
    scope.end();
  }
}

/**
 * Calls `returned` when the network was out for a while and is back: what was sent into the outage had better
 * be sent again than waited for.
 */
export function watchReturn(reach: Reach, parent: Scope, returned: () => void): void {
  const turn = () => {
    probe(reach.ask, OUTAGE_MS, parent).then(later, () => {
      if (!parent.signal.aborted) reachable(reach, parent).then(returned, () => {});
    });
  };
  const later = () => parent.clock.after(PROBE_EVERY_MS, turn, parent.signal);
  later();
}

/** Asks for a sign when requests stay unanswered, and sends a burst of them when there is one. */
function followSigns(sign: Sign, prober: Prober, scope: Scope, onSign: () => void): void {
  const listen = () => {
    if (!prober.isUnanswered) return scope.clock.after(OUTAGE_MS, listen, scope.signal);
    sign(scope).then(
      () => {
        onSign();
        prober.burst();
        scope.clock.after(BURST_LIFE_MS, listen, scope.signal);
      },
      () => {}, // The scope has ended.
    );
  };
  scope.clock.after(OUTAGE_MS, listen, scope.signal);
}

/** Sends probes, and knows how many are in the air. */
class Prober {
  onGood: () => void = () => {};
  private inTheAir = 0;
  private lastAnswerMs = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly ask: Ask,
    private readonly scope: Scope,
  ) {}

  /** Whether nothing at all has come back lately, not even a refusal. */
  get isUnanswered(): boolean {
    return this.scope.clock.now() - this.lastAnswerMs > OUTAGE_MS;
  }

  /** A probe each second, while fewer than `most` are in the air. */
  start(most: number): void {
    const turn = () => {
      if (this.inTheAir < most) this.send();
      this.scope.clock.after(PROBE_EVERY_MS, turn, this.scope.signal);
    };
    turn();
  }

  burst(): void {
    for (let i = 0; i < BURST; i++) this.send();
  }

  private send(): void {
    this.inTheAir += 1;
    probe(this.ask, PROBE_LIFE_MS, this.scope)
      .then(
        () => this.onGood(),
        (thrown) => {
          // A refusal is an answer, too: the way is open, and no sign need be waited for.
          if (!(thrown instanceof Unanswered)) this.lastAnswerMs = this.scope.clock.now();
        },
      )
      .finally(() => {
        this.inTheAir -= 1;
      });
  }
}

class Unanswered extends Error {}

/** @throws Unanswered after `lifeMs`, or what `ask` throws. */
function probe(ask: Ask, lifeMs: number, parent: Scope): Promise<void> {
  const scope = childScope(parent);
  return new Promise<void>((resolve, reject) => {
    const over = () => reject(new Unanswered());
    scope.signal.addEventListener('abort', over, { once: true });
    scope.clock.after(lifeMs, over, scope.signal);
    ask(scope.signal).then(resolve, reject);
  }).finally(() => scope.end());
}
