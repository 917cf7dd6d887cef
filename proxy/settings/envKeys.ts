import { hostName } from '../../protocol/hosts';
import { splitList } from '../../protocol/list';
import { parseIceUrl } from '../turn/iceUrl';
import { splitChoice } from './choices';

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
  expected: 'twilio, cloudflare, coturn or roboflow',
  test: (value) => ['twilio', 'cloudflare', 'coturn', 'roboflow'].includes(value),
};
const region: Shape = {
  expected: 'us, eu, ap or any',
  test: (value) => ['us', 'eu', 'ap', 'any'].includes(value),
};
const model: Shape = {
  expected: 'a model’s id, such as rfdetr-nano or project/3',
  test: (value) => /^[\w-][\w.-]*(\/[\w-][\w.-]*){0,2}$/.test(value),
};
const MOST_CHOICES = 12;
const choices: Shape = {
  expected: `name:id, separated by commas, each name once and of at most 32 letters, ${MOST_CHOICES} at most`,
  test: areChoices,
};
const inputs: Shape = {
  expected: 'names of inputs, separated by commas',
  test: (value) => splitList(value).every((entry) => /^[\w-]{1,64}$/.test(entry)),
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
  ROBOFLOW_API_URL: { secret: false, shape: url, about: 'Stand-in for https://api.roboflow.com, for tests.' },
  FAST_WORKFLOW_ID: {
    secret: false,
    shape: id,
    about: 'Workflow of FAST and of every live session in ENH; or set FAST_MODEL_ID, which needs none.',
  },
  FAST_MODEL_ID: {
    secret: false,
    shape: model,
    about: 'Model of FAST in place of a workflow, such as rfdetr-nano or project/3; needs no workspace.',
  },
  ACCURATE_WORKFLOW_ID: {
    secret: false,
    shape: id,
    about: 'Workflow of ACC; without it ACC is not offered.',
  },
  WORKFLOWS: {
    secret: false,
    shape: choices,
    about: 'Further workflows to choose from, as name:id, separated by commas.',
  },
  WORKFLOW_INPUTS: {
    secret: false,
    shape: inputs,
    about: 'Inputs of the workflows that visitors may set, by name, such as prompt,confidence.',
  },
  WORKER_REGION: {
    secret: false,
    shape: region,
    about: 'Region of the GPU: us, eu, ap, or any for the server’s choice; default the visitor’s nearest.',
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
    about: 'Relay of ENH: twilio, cloudflare, coturn or roboflow; default: the first that is configured.',
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

function areChoices(value: string): boolean {
  const entries = splitList(value).map(splitChoice);
  const right = ([name, id]: [string, string]) =>
    /^[\p{L}\p{N}][\p{L}\p{N}\p{M} ._-]{0,31}$/u.test(name) && /^[\w.-]+$/.test(id);
  const names = new Set(entries.map(([name]) => name));
  return entries.every(right) && names.size === entries.length && entries.length <= MOST_CHOICES;
}

function isHttpUrl(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const { protocol, username, password, search, hash } = new URL(value);
  return /^https?:$/.test(protocol) && username + password + search + hash === '';
}
