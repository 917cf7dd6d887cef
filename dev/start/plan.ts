/**
 * What `npm start` will run, decided from the settings and from what this machine has. Pure: nothing is
 * started here.
 */

import type { CoturnOptions } from '../../kit/process/coturnConfig';
import type { EnhancedOffer, TurnProviderName } from '../../protocol/api';
import { splitList } from '../../protocol/list';
import { DEFAULT_LIMITS } from '../../proxy/guard/budget/limits';
import { isLoopback } from '../../proxy/hosts';
import { hasBilledKey } from '../../proxy/settings/env';
import { WORKFLOW_NAMES } from '../../worker/workflows/names';
import type { Ports } from './args';
import type { LanAddress } from './lan';
import { StartProblem } from './problem';

/** The settings as .dev.vars gives them. */
export type Values = Readonly<Record<string, string>>;

export type Facts = {
  phone: boolean;
  /** Is turnserver installed? */
  coturn: boolean;
  lan: LanAddress | null;
  ports: Ports;
};

type CoturnPlan = Omit<CoturnOptions, 'cert' | 'key'> & { tlsPort: number };

export type StartPlan = {
  app: { host: string; port: number; https: boolean; url: string };
  /** Names that the app answers to besides IP addresses and localhost. */
  names: string[];
  /** Whether this start has to make an access code. */
  needsCode: boolean;
  worker: { host: string; port: number } | null;
  coturn: CoturnPlan | null;
  /** For the app, the person's own values included. COTURN_SECRET joins when coturn is up. */
  env: Record<string, string>;
  /** What LIVE will use, for a person. */
  live: string;
  /** The same of ENH, by what the app itself says that it offers. */
  enhanced: (offer: EnhancedOffer) => string;
  notes: string[];
};

/** An empty list is a choice here ("no STUN"); elsewhere an empty line in .dev.vars means "not set". */
const MAY_BE_EMPTY = new Set(['DEFAULT_STUN_URLS', 'WORKER_STUN_URLS']);

/** Each of them says that a relay is configured. */
const PROVIDER_KEYS = ['TWILIO_ACCOUNT_SID', 'CLOUDFLARE_TURN_KEY_ID', 'COTURN_URLS'];
/** Workflows of the embedded worker that have buttons of their own. */
const WITH_BUTTONS = new Set(['fast', 'accurate']);
const PROVIDER_WORDS: Record<TurnProviderName, string> = {
  twilio: 'Twilio',
  cloudflare: 'Cloudflare',
  coturn: 'your coturn',
  roboflow: 'the relay of your Roboflow account',
};

export function setValues(values: Values): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).filter(([key, value]) => value.trim() !== '' || MAY_BE_EMPTY.has(key)),
  );
}

function namesRelay(values: Values): boolean {
  return values.ENHANCED_TURN === 'roboflow' || PROVIDER_KEYS.some((key) => values[key] !== undefined);
}

function isLoopbackUrl(url: string): boolean {
  return URL.canParse(url) && isLoopback(new URL(url).hostname);
}

/** The same machine's address for everybody: loopback, or under `npm run phone` the LAN's. */
function reachableHost({ phone, lan }: Facts): string {
  if (!phone) return '127.0.0.1';
  if (lan !== null) return lan.address;
  throw new StartProblem(
    'This machine has no address on a local network; join one, or name an address with: npm run phone -- --host ADDRESS',
    2,
  );
}

function planWorker(values: Values, host: string, ports: Ports): StartPlan['worker'] {
  const hosted = values.ROBOFLOW_API_KEY !== undefined || values.ROBOFLOW_SERVER_URL !== undefined;
  return hosted ? null : { host, port: ports.worker };
}

function workerEnv(worker: StartPlan['worker']): Record<string, string> {
  if (worker === null) return {};
  return {
    ROBOFLOW_SERVER_URL: `http://${worker.host}:${worker.port}`,
    ROBOFLOW_API_KEY: 'local',
    ROBOFLOW_WORKSPACE: 'local',
    FAST_WORKFLOW_ID: 'fast',
    ACCURATE_WORKFLOW_ID: 'accurate',
    WORKFLOWS: embeddedChoices(),
  };
}

/** What the embedded worker has by name, to choose from on the screen: all but the one that fails. */
function embeddedChoices(): string {
  return WORKFLOW_NAMES.filter((name) => !WITH_BUTTONS.has(name) && name !== 'fails')
    .map((name) => `${name[0]?.toUpperCase()}${name.slice(1).replaceAll('_', ' ')}:${name}`)
    .join();
}

function needsOwnRelay(values: Values, worker: StartPlan['worker']): boolean {
  if (namesRelay(values)) return false;
  return worker !== null || isLoopbackUrl(values.ROBOFLOW_SERVER_URL ?? '');
}

/**
 * The worker answers at the LAN's address, so that is the one peer the relay may send to. Without any, there
 * is none: coturn refuses loopback, and rightly so.
 */
function planCoturn(facts: Facts, host: string, wanted: boolean): CoturnPlan | null {
  if (!wanted || !facts.coturn || facts.lan === null) return null;
  return {
    listenIp: host,
    // Firefox pairs no candidate at loopback with one elsewhere, and the worker's is elsewhere (nICEr,
    // ice_component.c).
    relayIp: facts.lan.address,
    port: facts.ports.turn,
    tlsPort: facts.ports.turnTls,
    allowPeers: [facts.lan.address],
  };
}

/**
 * No `turns:` here, although coturn speaks it: a browser does not trust a self-made certificate, and a relay
 * that fails its handshake only delays gathering. On loopback no UDP either: nothing blocks it there, and TCP
 * is what ENH is to show.
 */
function coturnUrls(plan: CoturnPlan, phone: boolean): string {
  const at = `turn:${plan.listenIp}:${plan.port}`;
  return phone ? `${at}?transport=udp,${at}?transport=tcp` : `${at}?transport=tcp`;
}

function relayEnv(coturn: CoturnPlan | null, wanted: boolean, phone: boolean): Record<string, string> {
  // With an own relay, or none, worker and page are on one machine or one LAN, and STUN would only ask the
  // internet.
  const noStun: Record<string, string> = wanted ? { DEFAULT_STUN_URLS: '', WORKER_STUN_URLS: '' } : {};
  return coturn === null ? noStun : { ...noStun, COTURN_URLS: coturnUrls(coturn, phone) };
}

function missingRelay(facts: Facts, wanted: boolean): string {
  if (!wanted)
    return 'off: add TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN (or Cloudflare, or coturn) to .dev.vars';
  if (!facts.coturn) return 'off: coturn is not installed; install the package "coturn" and start again';
  return 'off: this machine has no network address besides loopback, and the relay sends to no loopback';
}

/**
 * On the LAN a key that is billed needs a lock, unless its owner has said that there shall be none. Here the
 * key counts, wherever it is used: an own inference server's is worth something, too, and the code comes with
 * the link.
 */
function needsCode(values: Values, phone: boolean): boolean {
  const said = ['ACCESS_CODE', 'TURNSTILE_SITE_KEY', 'TURNSTILE_SECRET', 'OPEN_ACCESS'];
  return phone && hasBilledKey(values) && !said.some((key) => values[key] !== undefined);
}

/**
 * Where nothing is billed the LAN may come in: whoever is on it could scan the link as well. With the worker
 * on this machine a session costs nobody anything, and one visitor's usual two hours would end a day of
 * trying out after twelve dials: the total is then the limit.
 */
function phoneEnv(phone: boolean, values: Values, worker: StartPlan['worker']): Record<string, string> {
  if (!phone) return {};
  return {
    ...(hasBilledKey(values) ? {} : { OPEN_ACCESS: '1' }),
    ...(worker === null ? {} : { VISITOR_LIMITS: DEFAULT_LIMITS.TOTAL_LIMITS.join() }),
  };
}

function liveWords(values: Values, worker: StartPlan['worker']): string {
  if (worker !== null) return 'the embedded worker on this machine';
  const url = values.ROBOFLOW_SERVER_URL;
  return url === undefined
    ? 'Roboflow'
    : `the inference server at ${URL.canParse(url) ? new URL(url).host : 'ROBOFLOW_SERVER_URL'}`;
}

/** `missing`: why this start brings no relay, where it does not and the settings name none. */
function enhancedWords(offer: EnhancedOffer, own: string | null, missing: string | null): string {
  if (!offer.available) return missing ?? `off: ${offer.reason}`;
  return offer.provider === 'coturn' && own !== null ? own : PROVIDER_WORDS[offer.provider];
}

/** Throws a StartProblem where what was asked for cannot be: a phone without a network. */
export function planStart(given: Values, facts: Facts): StartPlan {
  const values = setValues(given);
  const host = reachableHost(facts);
  const worker = planWorker(values, host, facts.ports);
  const wanted = needsOwnRelay(values, worker);
  const coturn = planCoturn(facts, host, wanted);
  const { app } = facts.ports;
  const url = facts.phone ? `https://${host}:${app}` : `http://localhost:${app}`;
  const missing = coturn === null && !namesRelay(values) ? missingRelay(facts, wanted) : null;
  const notes = wanted && missing !== null ? [`ENH is ${missing}.`] : [];
  const own = coturn && `coturn on this machine, over ${facts.phone ? 'UDP or TCP' : 'TCP'}`;
  return {
    app: { host, port: app, https: facts.phone, url },
    names: splitList(values.ALLOWED_HOSTS),
    needsCode: needsCode(values, facts.phone),
    worker,
    coturn,
    env: {
      ...workerEnv(worker),
      ...relayEnv(coturn, wanted, facts.phone),
      ...phoneEnv(facts.phone, values, worker),
      ...values,
    },
    live: liveWords(values, worker),
    enhanced: (offer) => enhancedWords(offer, own, missing),
    notes,
  };
}
