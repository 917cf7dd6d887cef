/**
 * What of the evidence may be shown, copied and handed on: words of closed sets and whole numbers. Nothing
 * else has a way in, so no address, credential or key has a way out.
 */
import { API_ERROR_CODES } from '../../../protocol/api';
import { type FailureCode, LOCAL_FAILURE_CODES } from '../../errors/failure';
import {
  CLOCK_OFF_MS,
  type Evidence,
  ROUTE_OUTCOMES,
  type RouteStep,
  type Step,
  type StunFound,
} from '../evidence';
import { type VerdictName, verdictOf } from '../verdict';

/** Append only, as the two below: a report names them by their place. */
export const CHECKS = [
  'webrtc',
  'camera',
  'server',
  'clock',
  'udp',
  'nat',
  'family',
  'pass',
  'relayUdp',
  'relayTcp',
  'relayTls',
  'worker',
] as const;
type CheckName = (typeof CHECKS)[number];

export const OUTCOMES = [
  'good',
  'off',
  'unknown',
  'missing',
  'denied',
  'insecure',
  'unasked',
  'portal',
  'down',
  'open',
  'blocked',
  'unset',
  'alike',
  'differs',
  'v4',
  'v6',
  'both',
  'had',
  'none',
  'failed',
  ...ROUTE_OUTCOMES,
  'direct',
  'relay',
  'waking',
  'running',
] as const;
export type OutcomeName = (typeof OUTCOMES)[number];

export const BROWSERS = ['other', 'chrome', 'firefox', 'safari', 'edge'] as const;
type BrowserName = (typeof BROWSERS)[number];

/** Times and figures are whole: ms, percent, kbit/s. Null: not measured. */
export type Row = {
  check: CheckName;
  /** Of the relay; null for what has none. */
  port: number | null;
  outcome: OutcomeName;
  fromMs: number;
  toMs: number;
  roundTripMs: number | null;
  jitterMs: number | null;
  lossPercent: number | null;
  kbps: number | null;
};

export type Report = {
  verdict: VerdictName;
  because: FailureCode | null;
  /** UTC, minutes since the epoch. */
  minute: number;
  version: string;
  browser: BrowserName;
  browserMajor: number;
  rows: Row[];
};

export type About = { nowMs: number; version: string; userAgent: string };

export function reportOf(evidence: Evidence, { nowMs, version, userAgent }: About): Report {
  const { name, because } = verdictOf(evidence);
  return {
    verdict: name,
    because: because !== null && isFailureCode(because) ? because : null,
    minute: Math.floor(nowMs / 60_000),
    version,
    ...browserOf(userAgent),
    rows: rowsOf(evidence),
  };
}

export function isFailureCode(text: string): text is FailureCode {
  return [...LOCAL_FAILURE_CODES, ...API_ERROR_CODES].some((code) => code === text);
}

/** What has begun, in the order of the page. */
export function rowsOf(evidence: Evidence): Row[] {
  return [...deviceRows(evidence), ...networkRows(evidence), ...relayRows(evidence), ...workerRows(evidence)];
}

const CAMERA: Record<string, OutcomeName> = {
  allowed: 'good',
  unasked: 'unasked',
  camera_none: 'missing',
  camera_denied: 'denied',
  camera_insecure: 'insecure',
};

function deviceRows({ device }: Evidence): Row[] {
  const { found } = device;
  return [
    row('webrtc', device, found && (found.webrtc ? 'good' : 'missing')),
    row('camera', device, found && CAMERA[found.camera]),
  ];
}

function networkRows({ server, stun }: Evidence): Row[] {
  const { found } = server;
  const answer = found?.kind === 'answers' ? found : null;
  const kinds: Record<string, OutcomeName> = { answers: 'good', portal: 'portal', down: 'down' };
  const rows = [
    row('server', server, found && kinds[found.kind], { roundTripMs: whole(answer?.roundTripMs) }),
    row('clock', server, found && clockOf(answer?.skewMs ?? null)),
  ];
  return stun.found || stun.toMs === null ? [...rows, ...stunRows(stun)] : rows;
}

const clockOf = (skewMs: number | null): OutcomeName =>
  skewMs === null ? 'unknown' : Math.abs(skewMs) < CLOCK_OFF_MS ? 'good' : 'off';

function stunRows(stun: Evidence['stun']): Row[] {
  const { found } = stun;
  return [
    row('udp', stun, found && udpOf(found)),
    row('nat', stun, found && (found.alike === null ? 'unknown' : found.alike ? 'alike' : 'differs')),
    row('family', stun, found && familyOf(found)),
  ];
}

function udpOf({ asked, answered, unset }: StunFound): OutcomeName {
  if (asked === 0) return unset ? 'unset' : 'unknown';
  return answered > 0 ? 'open' : 'blocked';
}

function familyOf({ v4, v6 }: { v4: boolean; v6: boolean }): OutcomeName {
  if (v4 && v6) return 'both';
  return v4 ? 'v4' : v6 ? 'v6' : 'unknown';
}

function relayRows({ pass, routes }: Evidence): Row[] {
  const kinds: Record<string, OutcomeName> = { had: 'had', none: 'none', failed: 'failed' };
  const { found } = pass;
  const passRows = found || pass.toMs === null ? [row('pass', pass, found && kinds[found.kind])] : [];
  return [...passRows, ...routes.map(routeRow)];
}

function routeRow(step: RouteStep): Row {
  const { found, port, transport } = step;
  const checks = { UDP: 'relayUdp', TCP: 'relayTcp', TLS: 'relayTls' } as const;
  const outcome = ROUTE_OUTCOMES.find((known) => known === found?.outcome);
  const { roundTripMs, jitterMs, loss, kbps } = found?.quality ?? {};
  return {
    ...row(checks[transport] ?? 'relayTcp', step, outcome ?? null, { roundTripMs: whole(roundTripMs) }),
    ...{ port: whole(port), jitterMs: whole(jitterMs), kbps: whole(kbps) },
    lossPercent: whole(typeof loss === 'number' ? loss * 100 : null),
  };
}

function workerRows({ worker }: Evidence): Row[] {
  if (!worker) return [];
  const { found } = worker;
  if (found?.kind !== 'result')
    return [row('worker', worker, found && (found.kind === 'waking' ? 'waking' : 'failed'))];
  const path = found.route === 'direct' ? 'direct' : 'relay';
  return [row('worker', worker, path, { roundTripMs: whole(found.roundTripMs) })];
}

/** @param outcome null or undefined where nothing was found: it runs, or its time was over. */
function row(
  check: CheckName,
  { fromMs, toMs }: Step<unknown>,
  outcome: OutcomeName | null | undefined,
  figures: Partial<Row> = {},
): Row {
  const none = { port: null, roundTripMs: null, jitterMs: null, lossPercent: null, kbps: null };
  const otherwise = toMs === null ? 'running' : 'unknown';
  const times = { fromMs: whole(fromMs) ?? 0, toMs: whole(toMs) ?? whole(fromMs) ?? 0 };
  return { check, ...none, ...times, ...figures, outcome: outcome ?? otherwise };
}

/** Anything but a number is left out. */
function whole(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? Math.max(0, Math.round(value)) : null;
}

/** Which engine and how old it is: much of WebRTC hangs on it, and it names nobody. */
function browserOf(userAgent: string): Pick<Report, 'browser' | 'browserMajor'> {
  const marks: [RegExp, BrowserName][] = [
    [/\bEdg(?:A|iOS)?\/(\d{1,4})/, 'edge'],
    [/\b(?:Firefox|FxiOS)\/(\d{1,4})/, 'firefox'],
    [/\b(?:HeadlessChrome|Chrome|CriOS)\/(\d{1,4})/, 'chrome'],
    [/\bVersion\/(\d{1,4})[\d.]* .*Safari\//, 'safari'],
  ];
  for (const [mark, browser] of marks) {
    const major = mark.exec(userAgent)?.[1];
    if (major !== undefined) return { browser, browserMajor: Number(major) };
  }
  return { browser: 'other', browserMajor: 0 };
}
