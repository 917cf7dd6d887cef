/** One session of the worker as LIVE dials it, with a drawn picture: the only check that costs a GPU. */
import { connectors } from '@roboflow/inference-sdk';
import { type DeploymentConfig, ROUTES } from '../../../protocol/api';
import type { Fetch } from '../../api/client';
import type { Relay } from '../../api/turn';
import type { Failure, FailureCode } from '../../errors/failure';
import { Link } from '../../session/dial/link';
import type { DialPlan } from '../../session/dial/plan';
import { childScope, lasting, pause, type Scope } from '../../time/scope';
import type { Stage, WorkerFound } from '../evidence';
import type { CreatePeer } from './gather';
import type { DrawnPicture } from './picture';

/** All of it: a warm worker answers well below; a cold one is told from it by then. */
const LIMIT_MS = 9_000;
/** ICE takes a relay that answers first, and the direct path as soon as that has answered, too. */
const CHOICE_MS = 700;

export type Known = {
  config: DeploymentConfig;
  /** Credentials that are there already: no second ones are made. */
  relay: Relay | null;
  plain: Relay | null;
};
export type WorkerDeps = {
  fetch: Fetch;
  createPeer: CreatePeer;
  draw(): DrawnPicture;
  roundTripMs(): number | null;
  /** Of the run, ms: what stages are told by. */
  sinceMs(): number;
};

type Stages = Partial<Record<Stage, number>>;
type End = { kind: 'result' } | { kind: 'late' } | { kind: 'lost'; code: FailureCode };

/**
 * Resolves with what came of it; nothing of it stays but an offer that is unanswered, whose peer waits for
 * the answer to hang up by it (web/session/dial/hangUp.ts).
 */
export async function askWorker(known: Known, deps: WorkerDeps, parent: Scope): Promise<WorkerFound> {
  const scope = childScope(parent);
  const stages: Stages = {};
  let picture: DrawnPicture | null = null;
  let link: Link | null = null;
  try {
    picture = deps.draw();
    const mark = (stage: Stage) => {
      stages[stage] ??= Math.round(deps.sinceMs());
    };
    const { track } = picture;
    const dialled = dial(known, deps, scope, mark, track);
    link = dialled.link;
    return await outcome(link, await dialled.end, stages, scope);
  } catch {
    scope.signal.throwIfAborted();
    return { kind: 'failed', code: 'webrtc_missing', stages };
  } finally {
    link?.close();
    picture?.stop();
    scope.end();
  }
}

function dial(
  known: Known,
  deps: WorkerDeps,
  scope: Scope,
  mark: (stage: Stage) => void,
  track: MediaStreamTrack,
): { link: Link; end: Promise<End> } {
  const createPeer: CreatePeer = (configuration) => marked(deps.createPeer(configuration), mark, scope);
  const { fetch, roundTripMs } = deps;
  let settle: (end: End) => void = () => {};
  const end = new Promise<End>((resolve) => {
    settle = resolve;
  });
  const events = {
    onRelay: () => {},
    onOffer: () => mark('offered'),
    onWaking: () => {},
    onLate: () => {},
    onResult: ({ well }: { well: boolean }) => {
      if (!well) return;
      mark('result');
      settle({ kind: 'result' });
    },
    onLost: ({ code }: Failure) => settle({ kind: 'lost', code }),
  };
  const link = new Link(planOf(known), { createPeer, fetch, roundTripMs, clock: scope.clock }, events);
  scope.clock.after(LIMIT_MS, () => settle({ kind: 'late' }), scope.signal);
  link.dial(track, {
    ...{ warm: null, fresh: false, lineage: null, hurry: false },
    known: known.relay ?? known.plain,
  });
  return { link, end: lasting(end, scope) };
}

/** As ENH is dialled, with direct and relay both open: the path that ICE takes says which of them works. */
function planOf({ config, relay }: Known): DialPlan {
  const provider = relay && config.enhanced.available ? `/${config.enhanced.provider}` : '';
  const turnConfigUrl = `${ROUTES.turn}${provider}`;
  const { fast } = config.workflows;
  return {
    enhanced: relay !== null,
    runs: 'fast',
    connector: connectors.withProxyUrl(ROUTES.offer, { turnConfigUrl }),
    turnConfigUrl,
    wrtcParams: {
      workflowId: fast.available ? fast.id : undefined,
      requestedPlan: relay ? config.plans.enhanced : config.plans.standard,
    },
    workflow: null,
    iceTransportPolicy: 'all',
    picture: null,
    sessionMs: null,
    fallback: null,
  };
}

function marked(pc: RTCPeerConnection, mark: (stage: Stage) => void, { signal }: Scope): RTCPeerConnection {
  const listen = (name: string, stage: Stage, reached: () => boolean) =>
    pc.addEventListener(name, () => reached() && mark(stage), { signal });
  const hasPath = () => ['connected', 'completed'].includes(pc.iceConnectionState);
  listen('signalingstatechange', 'answered', () => pc.remoteDescription !== null);
  listen('iceconnectionstatechange', 'path', hasPath);
  listen('connectionstatechange', 'connected', () => pc.connectionState === 'connected');
  return pc;
}

async function outcome(link: Link, end: End, stages: Stages, scope: Scope): Promise<WorkerFound> {
  if (end.kind === 'lost') return { kind: 'failed', code: end.code, stages };
  if (end.kind === 'late') return late(stages);
  await pause(CHOICE_MS, scope);
  const path = await link.readPath();
  const { kind = 'direct', rttMs = null } = path?.route ?? {};
  return { kind: 'result', route: kind, roundTripMs: rttMs, stages };
}

/** An offer that is out and unanswered is what a GPU looks like that is starting up. */
function late(stages: Stages): WorkerFound {
  if (stages.answered === undefined)
    return stages.offered === undefined
      ? { kind: 'failed', code: 'connection_failed', stages }
      : { kind: 'waking', stages };
  return {
    kind: 'failed',
    code: stages.connected === undefined ? 'connection_failed' : 'no_results',
    stages,
  };
}
