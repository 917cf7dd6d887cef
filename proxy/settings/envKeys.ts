import { hostName } from '../../protocol/hosts';
import { splitList } from '../../protocol/list';
import { parseIceUrl } from '../turn/iceUrl';

type Shape = { expected: string; test: (value: string) => boolean };

const word: Shape = { expected: 'one word without spaces', test: (value) => /^\S+$/.test(value) };
const code: Shape = { expected: 'at least 8 characters', test: (value) => value.length >= 8 };
const limits: Shape = {
  expected: 'four whole numbers, separated by commas: credentials, sessions, minutes, photos',
  test: (value) => /^\d{1,9}(\s*,\s*\d{1,9}){3}$/.test(value),
};
const long: Shape = { expected: 'at least 32 characters', test: (value) => value.length >= 32 };
const id: Shape = { expected: 'letters, digits, "-", "_" and "."', test: (value) => /^[\w.-]+$/.test(value) };
const flag: Shape = { expected: '1 or 0', test: (value) => value === '1' || value === '0' };
const team: Shape = {
  expected: 'the team domain alone, such as myteam.cloudflareaccess.com',
  test: (value) => /^[a-z\d-]+\.cloudflareaccess\.com$/i.test(value),
};
const aud: Shape = { expected: '64 hex digits', test: (value) => /^[\da-f]{64}$/i.test(value) };
const url: Shape = {
  expected: 'an http(s) address without a query, such as https://host:port',
  test: isHttpUrl,
};
const hosts: Shape = {
  expected: 'host names, separated by commas',
  test: (value) => splitList(value).every((entry) => hostName(entry) !== null),
};
const sid: Shape = { expected: '"AC" and 32 hex digits', test: (value) => /^AC[0-9a-f]{32}$/i.test(value) };
const provider: Shape = {
  expected: 'twilio, cloudflare or coturn',
  test: (value) => ['twilio', 'cloudflare', 'coturn'].includes(value),
};
const stunUrls: Shape = {
  expected: 'stun: addresses, separated by commas',
  test: (value) => splitList(value).every((entry) => parseIceUrl(entry)?.scheme === 'stun'),
};
const turnUrls: Shape = {
  expected: 'turn: or turns: addresses, separated by commas',
  test: (value) => splitList(value).every((entry) => parseIceUrl(entry) !== null),
};

/**
 * Every variable that the app reads, what it is for, and whether it must be kept secret. D1 is bound as `DB`
 * besides.
 */
export const ENV_KEYS = {
  ROBOFLOW_API_KEY: {
    secret: true,
    shape: word,
    about: 'Key of the Roboflow account; a worker on the local network needs none.',
  },
  ROBOFLOW_SERVER_URL: {
    secret: false,
    shape: url,
    about: 'Inference server; default https://serverless.roboflow.com.',
  },
  ROBOFLOW_WORKSPACE: {
    secret: false,
    shape: id,
    about: 'Roboflow workspace that owns the workflows; "local" for a worker on the local network.',
  },
  FAST_WORKFLOW_ID: { secret: false, shape: id, about: 'Workflow of FAST and of every live session in ENH.' },
  ACCURATE_WORKFLOW_ID: {
    secret: false,
    shape: id,
    about: 'Workflow of ACC; without it ACC is not offered.',
  },
  TWILIO_ACCOUNT_SID: {
    secret: false,
    shape: sid,
    about: 'Twilio account whose Network Traversal Service relays ENH.',
  },
  TWILIO_AUTH_TOKEN: { secret: true, shape: word, about: 'Auth token of that account.' },
  TWILIO_API_URL: { secret: false, shape: url, about: 'Stand-in for https://api.twilio.com, for tests.' },
  CLOUDFLARE_TURN_KEY_ID: {
    secret: false,
    shape: id,
    about: 'TURN key of Cloudflare Realtime, another relay for ENH.',
  },
  CLOUDFLARE_TURN_API_TOKEN: { secret: true, shape: word, about: 'API token of that TURN key.' },
  CLOUDFLARE_TURN_API_URL: {
    secret: false,
    shape: url,
    about: 'Stand-in for https://rtc.live.cloudflare.com, for tests.',
  },
  COTURN_URLS: {
    secret: false,
    shape: turnUrls,
    about: 'turn:/turns: addresses of an own coturn, separated by commas.',
  },
  COTURN_SECRET: {
    secret: true,
    shape: word,
    about: 'Its static-auth-secret (coturn option use-auth-secret).',
  },
  ENHANCED_TURN: {
    secret: false,
    shape: provider,
    about: 'Relay of ENH: twilio, cloudflare or coturn; default: the first that is configured.',
  },
  DEFAULT_STUN_URLS: {
    secret: false,
    shape: stunUrls,
    about: 'stun: addresses for the page without ENH; empty for none; default a public one.',
  },
  WORKER_STUN_URLS: {
    secret: false,
    shape: stunUrls,
    about: 'stun: addresses for the worker; empty for none; default those of DEFAULT_STUN_URLS.',
  },
  WORKER_RELAY: {
    secret: false,
    shape: flag,
    about: '1: the worker gets relay credentials too, for one that cannot reach the relay over UDP.',
  },
  OPEN_ACCESS: {
    secret: false,
    shape: flag,
    about: '1: anyone who finds this deployment may use it, at the owner’s cost.',
  },
  ALLOWED_HOSTS: {
    secret: false,
    shape: hosts,
    about:
      'Names that the app answers to besides IP addresses and localhost; a deployment at Cloudflare needs none.',
  },
  SESSION_SECRET: {
    secret: true,
    shape: long,
    about: 'Signs the visitor’s session cookie and hides visitors’ addresses in the database.',
  },
  ACCESS_CODE: {
    secret: true,
    shape: code,
    about: 'Code that each visitor must type first; at least 8 characters.',
  },
  TURNSTILE_SITE_KEY: {
    secret: false,
    shape: word,
    about: 'Cloudflare Turnstile, which tells people from programs, in place of a code.',
  },
  TURNSTILE_SECRET: { secret: true, shape: word, about: 'Secret of that Turnstile site.' },
  TURNSTILE_API_URL: {
    secret: false,
    shape: url,
    about: 'Stand-in for https://challenges.cloudflare.com, for tests.',
  },
  CF_ACCESS_TEAM: {
    secret: false,
    shape: team,
    about: 'Team domain of the Cloudflare Access that stands in front, such as myteam.cloudflareaccess.com.',
  },
  CF_ACCESS_AUD: {
    secret: false,
    shape: aud,
    about: 'Application Audience (AUD) tag of this deployment’s Access application.',
  },
  VISITOR_LIMITS: {
    secret: false,
    shape: limits,
    about: 'Credentials, sessions, minutes and photos a day for one visitor; default 40,60,120,100.',
  },
  TOTAL_LIMITS: {
    secret: false,
    shape: limits,
    about: 'The same for all visitors together; default 300,1000,1200,1000.',
  },
} satisfies Record<string, { secret: boolean; about: string; shape: Shape }>;

export type EnvKey = keyof typeof ENV_KEYS;

function isHttpUrl(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const { protocol, username, password, search, hash } = new URL(value);
  return /^https?:$/.test(protocol) && username + password + search + hash === '';
}
