/** The relay by each of its ways at once, one pair of peers a URL. */
import { childScope, pause, type Scope } from '../../time/scope';
import type { Quality, RouteFound } from '../evidence';
import type { CreatePeer } from './gather';
import { type Allocation, type Loop, opened, openLoop, tryAllocation } from './loop';
import { joined, Meter, qualityOfChecks } from './quality';
import { plainTwin, type RelayServer } from './servers';

/** Firewalls that take TLS in and cut it once they have looked at it do so within a few seconds. */
const HOLD_MS = 5_000;
/** Small packets alone, before the bursts. */
const CALM_MS = 700;
/** A connection over TCP that was cut; packets over UDP may be late for other reasons. */
const CUT_MS = 1_500;

/** As `tryRoutes` takes it. */
type Bounds = Scope & { endMs: number; isQuiet: boolean };
type Tried = { found: RouteFound; allocation: Allocation };

/**
 * @param endMs when to come to an end (clock)
 * @param isQuiet sends no bursts, and so tells no rate
 * @param tell with the number of the way, as soon as its outcome is there
 */
export async function tryRoutes(
  relays: readonly RelayServer[],
  create: CreatePeer,
  scope: Bounds,
  tell: (at: number, found: RouteFound) => void,
): Promise<void> {
  const turns = inTurns();
  const tries = relays.map((relay) => tryRoute(relay, create, scope, turns));
  await Promise.all(
    relays.map(async (relay, at) => {
      const { found, allocation } = (await tries[at]) as Tried;
      const isClosedTls = relay.transport === 'TLS' && found.outcome === 'closed';
      if (!isClosedTls) return tell(at, found);
      const { server } = plainTwin(relay);
      const twin = relays.findIndex((other) => isTwin(other, relay));
      const plain = (await tries[twin])?.allocation ?? (await tryAllocation(create, server, scope));
      tell(at, { ...found, outcome: tlsFault(allocation, plain) });
    }),
  );
}

/**
 * Browsers do not say why TLS failed. A host where nobody listens refuses plain TCP just as fast; one whose
 * certificate is not taken has taken the connection, and does something else with words that are not TLS.
 * coturn speaks TURN to them. A server that hangs up on them takes as long as the certificate does: that one
 * stays untold.
 */
export function tlsFault(tls: Allocation, plain: Allocation): 'certificate' | 'closed' {
  if (plain.kind !== 'closed') return 'certificate';
  return tls.afterMs > plain.afterMs * 1.6 + 15 ? 'certificate' : 'closed';
}

const isTwin = (other: RelayServer, tls: RelayServer) =>
  other.transport === 'TCP' && other.host === tls.host && other.port === tls.port;

async function tryRoute(
  { transport, server }: RelayServer,
  create: CreatePeer,
  parent: Bounds,
  turns: Turns,
): Promise<Tried> {
  const scope = childScope(parent);
  let allocation: Allocation = { kind: 'closed', afterMs: 0 };
  try {
    const loop = openLoop(create, server, scope);
    allocation = await loop.allocation;
    if (allocation.kind !== 'allocated')
      return { found: { outcome: allocation.kind, quality: null }, allocation };
    const isOpen = await opened(loop, { ...scope, endMs: parent.endMs }).then(
      () => true,
      () => false,
    );
    const meter = isOpen ? new Meter(loop.out, loop.back, scope) : null;
    const isCut = meter !== null && (await hold(meter, { ...parent, ...scope }, turns));
    const outcome = !isOpen ? 'allocated' : isCut && transport !== 'UDP' ? 'cut' : 'works';
    const quality = joined(meter?.quality() ?? null, await qualityByIce(loop));
    return { found: { outcome, quality }, allocation };
  } catch {
    // The browser takes no such address.
    return { found: { outcome: 'closed', quality: null }, allocation };
  } finally {
    scope.end();
  }
}

async function qualityByIce({ near, far }: Loop): Promise<Quality | null> {
  const reports = await Promise.all([near, far].map((pc) => pc.getStats().catch(() => null)));
  const maps = reports as unknown as (Map<string, { type: string }> | null)[];
  return qualityOfChecks(maps.flatMap((map) => [...(map?.values() ?? [])]));
}

/** Measures while it waits. @returns whether packets have stopped coming. */
async function hold(meter: Meter, scope: Bounds, turns: Turns): Promise<boolean> {
  const fromMs = scope.clock.now();
  const endMs = Math.min(fromMs + HOLD_MS, scope.endMs);
  await pause(CALM_MS, scope);
  if (!scope.isQuiet) await turns(() => meter.measureRate());
  await pause(endMs - scope.clock.now(), scope);
  return meter.silentMs(fromMs) > CUT_MS;
}

type Turns = <T>(work: () => Promise<T>) => Promise<T>;

/** Bursts one after the other: on a slow line they would measure each other. */
function inTurns(): Turns {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const next = last.then(work);
    last = next.catch(() => {});
    return next;
  };
}
