/** From the evidence to one word. A pure function: the table of its cases is its test. */
import type { FailureCode } from '../errors/failure';
import { CLOCK_OFF_MS, carries, type Evidence, type RouteOutcome, type WorkerFound } from './evidence';

export const VERDICTS = [
  'direct_works',
  'use_enh',
  'turn_down',
  'turn_refused',
  'certificate',
  'worker_down',
  'worker_waking',
  'proxy_down',
  'captive_portal',
  'clock',
  'lossy',
  'offline',
  'no_webrtc',
  'no_camera',
] as const;
export type VerdictName = (typeof VERDICTS)[number];

/** `because`: the failure behind it, where that has better words than the verdict's own. */
export type Verdict = { name: VerdictName; because: FailureCode | null };

/** From this share of lost packets on the sender lowers its rate (draft-ietf-rmcat-gcc-02 §6): boxes jerk. */
const LOSSY_FROM = 0.1;

/** What keeps the relay's credentials from a visitor: another try will not bring them. */
const PASS_REFUSED: ReadonlySet<FailureCode> = new Set<FailureCode>([
  'turn_unauthorized',
  'session_required',
  'access_refused',
  'access_not_configured',
  'sign_in_required',
  'sign_in_refused',
  'budget_spent',
  'rate_limited',
  'origin_refused',
]);

/** Failures of a dial that tell of the path between page and worker, not of the worker. */
const NO_PATH: ReadonlySet<FailureCode> = new Set<FailureCode>([
  'direct_blocked',
  'relay_unreachable',
  'relay_refused_credentials',
]);

/** What to tell the person first: what stops everything, then what stops video, then how good it is. */
export function verdictOf(evidence: Evidence): Verdict {
  return basics(evidence) ?? ofWorker(evidence) ?? ofPaths(evidence);
}

function basics({ device, server, stun }: Evidence): Verdict | null {
  if (device.found?.webrtc === false) return plain('no_webrtc');
  if (device.found?.online === false) return plain('offline');
  const answer = server.found;
  if (answer?.kind === 'portal') return plain('captive_portal');
  if (answer?.kind === 'answers') return null;
  const code = answer?.code ?? 'proxy_unreachable';
  const isCutOff = code === 'offline' || (code === 'proxy_unreachable' && stun.found?.interfaces === false);
  return isCutOff ? plain('offline') : { name: 'proxy_down', because: code };
}

/** Null where the worker was not asked, or it was the path to it that failed. */
function ofWorker({ worker }: Evidence): Verdict | null {
  const found = worker?.found;
  if (!found || found.kind === 'result') return null;
  if (found.kind === 'waking') return plain('worker_waking');
  return NO_PATH.has(found.code) ? null : { name: 'worker_down', because: found.code };
}

function ofPaths(evidence: Evidence): Verdict {
  const direct = directWorks(evidence);
  if (!direct && !relayWorks(evidence)) return nothingWorks(evidence);
  const { camera } = evidence.device.found ?? {};
  if (camera === 'camera_none' || camera === 'camera_denied' || camera === 'camera_insecure')
    return { name: 'no_camera', because: camera };
  if (isLossy(evidence)) return plain('lossy');
  return plain(direct || isUsual(evidence) ? 'direct_works' : 'use_enh');
}

/** A relay of the deployment's usual list serves LIVE as it is: there is no ENH to turn on. */
function isUsual({ server }: Evidence): boolean {
  return server.found?.kind === 'answers' && !server.found.enhanced;
}

/** What the worker's session showed is certain. What STUN says of the NAT is as good as it gets without one. */
function directWorks({ worker, server, stun }: Evidence): boolean {
  const shown = worker?.found;
  if (shown) return shown.kind === 'result' && shown.route === 'direct';
  const { found } = stun;
  if (server.found?.kind === 'answers' && server.found.local) return true;
  if (!found) return false;
  if (found.unset) return found.interfaces;
  return found.answered > 0 && found.alike !== false;
}

function relayWorks({ worker, routes }: Evidence): boolean {
  const shown: WorkerFound | null | undefined = worker?.found;
  return (shown?.kind === 'result' && shown.route === 'relay') || routes.some(carries);
}

/**
 * Where the relay is seen to relay to itself, a way by UDP that takes us and then carries nothing loses what
 * it is given: ICE would choose it all the same.
 */
function isLossy({ routes }: Evidence): boolean {
  const isLooped = routes.some(({ found }) => found?.outcome === 'works');
  return routes.some(({ transport, found }) => {
    const stands = transport === 'UDP' && found?.outcome === 'allocated' && isLooped;
    return stands || (found?.quality?.loss ?? 0) >= LOSSY_FROM;
  });
}

function nothingWorks({ server, pass, routes }: Evidence): Verdict {
  const seen = (outcome: RouteOutcome) => routes.some(({ found }) => found?.outcome === outcome);
  const code = pass.found?.kind === 'failed' ? pass.found.code : null;
  const refused = seen('refused') || (code !== null && PASS_REFUSED.has(code));
  const skewMs = (server.found?.kind === 'answers' && server.found.skewMs) || 0;
  const isClockOff = Math.abs(skewMs) >= CLOCK_OFF_MS;
  // Certificates and passes have a time in them: that the clock is off is then the nearer reason.
  if (isClockOff && (seen('certificate') || seen('refused'))) return plain('clock');
  if (seen('certificate')) return plain('certificate');
  if (refused) return { name: 'turn_refused', because: code };
  return { name: 'turn_down', because: code };
}

const plain = (name: VerdictName): Verdict => ({ name, because: null });
