/** Requests that no page of ours would make, and some that it would. */
import fc from 'fast-check';
import { CLOCK } from '../../../kit/artifact/clock';
import { oddCandidates } from '../../../kit/fuzz/candidates';
import { API_ERROR_CODES, ROUTES } from '../../../protocol/api';
import { SDP } from '../../../proxy/testing';

/** A session and the lineage of its last dial, both of a machine whose clock was this far (ms) off. */
export type Visit = { cookie: string; lineage: string; skewMs: number };
/** What a visitor may have kept, the first of it good; and lineages of others. */
export type Kept = { visits: Visit[]; lineages: string[] };

export type FuzzRequest = {
  method: string;
  path: string;
  headers: Record<string, string>;
  body: Buffer | null;
  /** The connection is cut after this part of the body; 1 sends all of it. */
  sent: number;
};

/** In cookies, queries and SDPs: whatever a visitor sends stays out of the log, too. */
const MARK = 'm4rk3r';

/** A method that workerd does not know never reaches the app (it answers 501 by itself); these it knows. */
const method = fc.oneof(
  { weight: 12, arbitrary: fc.constantFrom('GET', 'POST') },
  {
    weight: 3,
    arbitrary: fc.constantFrom('HEAD', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'PROPFIND', 'SEARCH', 'PURGE'),
  },
);

const route = fc.constantFrom(
  ...Object.values(ROUTES),
  ...['twilio', 'cloudflare', 'coturn', 'metered'].map((name) => `${ROUTES.turn}/${name}`),
);
const oddPath = fc.oneof(
  fc.constantFrom(
    '/v1',
    '/v1/',
    '/v1/..%2f..%2fetc/passwd',
    '/v1/%00',
    '/v1/%ff%fe',
    '/v1/%',
    '/v1//config',
    '/v1/CONFIG',
    '/v1/config/',
    '/v1/webrtc-turn-config/__proto__',
    '/v1/webrtc-turn-config/constructor',
    '/v1/webrtc-turn-config/%2e%2e',
  ),
  fc.webPath().map((path) => `/v1${path}`),
  fc.integer({ min: 1, max: 6000 }).map((length) => `/v1/${'a'.repeat(length)}`),
);
const query = fc.oneof(
  { weight: 4, arbitrary: fc.constant('') },
  fc.constantFrom(
    '?workflow=fast',
    '?workflow=accurate',
    '?workflow=%00',
    '?workflow=fast&workflow=accurate',
  ),
  fc.constant(`?api_key=${MARK}`),
  fc.webQueryParameters().map((text) => `?${text}`),
);
const path = fc
  .tuple(fc.oneof({ weight: 8, arbitrary: route }, { weight: 2, arbitrary: oddPath }), query)
  .map((parts) => parts.join(''));

const HOSTS = [
  ...[
    'sightline.example',
    'evil.example:8788',
    'localhost.evil.example',
    'LOCALHOST.',
    'app.localhost',
    'phone.local',
  ],
  ...['0x7f.1', '2130706433', '[::ffff:127.0.0.1]', 'x@localhost', 'a:b:c', `${MARK}.example`, '..', '%00'],
];
/** Printable, because a header with anything else is refused before the app. */
const headerText = fc.stringMatching(/^[!-~][ -~]{0,80}$/);
const oneOf = (...values: (string | undefined)[]) =>
  fc.option(fc.constantFrom(...values), { nil: undefined });

/**
 * Of the machine that answers, in ms from now: right, a phone's worth off, another day, and none that ever
 * was.
 */
const SKEWS = [
  0,
  0,
  0,
  0,
  1000,
  -1000,
  16 * 60_000,
  -16 * 60_000,
  3_600_000,
  -3_600_000,
  86_400_000,
  -9e11,
  9e14,
];
const clock = fc.constantFrom(...SKEWS).map((skewMs) => String(Date.now() + skewMs));
const cookiesOf = (visits: Visit[]) => visits.map(({ cookie }) => cookie);
const headers = ({ visits }: Kept) =>
  fc.record({
    Host: fc.constantFrom('localhost', 'localhost', '127.0.0.1:8788', 'sightline.example', '[::1]'),
    Origin: oneOf(undefined, undefined, undefined, 'null', 'https://evil.example', 'http://localhost', MARK),
    'Sec-Fetch-Site': oneOf(undefined, undefined, 'same-origin', 'cross-site', 'none', MARK),
    'Content-Type': oneOf('application/json', 'image/jpeg', 'image/png', 'multipart/form-data', MARK),
    Cookie: oneOf(
      undefined,
      ...cookiesOf(visits),
      `${visits[0]?.cookie}x`,
      `__Host-sightline=${MARK}`,
      `${MARK}; ;=;`,
    ),
    [CLOCK]: clock,
    'CF-Connecting-IP': oneOf(undefined, '203.0.113.1', '2001:db8::1', '::', MARK, '1.2.3.4, 5.6.7.8'),
    Authorization: oneOf(undefined, `Bearer ${MARK}`),
    'X-Forwarded-Proto': oneOf(undefined, 'https'),
    'X-Forwarded-For': oneOf(undefined, undefined, '127.0.0.1', MARK),
    Forwarded: oneOf(undefined, undefined, 'for=127.0.0.1;host=localhost', MARK),
    'X-Noise': fc.option(headerText, { nil: undefined }),
  });

/**
 * What wrangler believes of any request; without a front before it, it would even answer some of them itself.
 */
const claims = fc.record({
  Host: fc.option(fc.constantFrom(...HOSTS), { nil: undefined, freq: 2 }),
  'MF-Original-URL': oneOf(
    undefined,
    'http://localhost/v1/config',
    `https://${MARK}/v1/webrtc-turn-config`,
    ':',
  ),
  'MF-CF-Blob': oneOf(undefined, '{"clientIp":"127.0.0.1:1"}', '{', MARK),
  'MF-Proxy-Shared-Secret': oneOf(undefined, undefined, MARK),
  'MF-Route-Override': oneOf(undefined, undefined, MARK),
  'X-Sightline-Front': oneOf(undefined, undefined, `${MARK} http here`, ' http here'),
  'X-Real-IP': oneOf(undefined, undefined, '127.0.0.1'),
});

/** As a browser of ours sends them: they get past the guard, and what is odd is their body. */
const politeHeaders = ({ visits }: Kept) =>
  fc.record({
    Host: fc.constantFrom('localhost', 'sightline.example', 'sightline.example'),
    'Sec-Fetch-Site': fc.constant('same-origin'),
    'Content-Type': fc.constantFrom('application/json', 'image/jpeg', 'image/png'),
    Cookie: fc.constantFrom(...cookiesOf(visits)),
    [CLOCK]: clock,
    'CF-Connecting-IP': fc.nat(250).map((last) => `203.0.113.${last}`),
  });
const politeTarget = fc.oneof(
  { weight: 4, arbitrary: fc.tuple(fc.constant('POST'), fc.constant(ROUTES.offer)) },
  {
    weight: 2,
    arbitrary: fc.tuple(
      fc.constant('POST'),
      fc.constantFrom(ROUTES.infer, `${ROUTES.infer}?workflow=accurate`),
    ),
  },
  { weight: 1, arbitrary: fc.tuple(fc.constant('POST'), fc.constant(ROUTES.session)) },
  { weight: 2, arbitrary: fc.tuple(fc.constant('GET'), route) },
);

const LINES = SDP.split('\r\n');
/** Often none at all. */
const few = <T>(item: fc.Arbitrary<T>) => fc.oneof(fc.constant<T[]>([]), fc.array(item, { maxLength: 4 }));
/** The offer with lines lost, doubled, moved and garbled. */
const sdp = fc
  .tuple(
    few(fc.nat(LINES.length - 1)),
    few(fc.nat(LINES.length - 1)),
    few(fc.tuple(fc.nat(SDP.length - 1), fc.string({ unit: 'binary', maxLength: 6 }))),
    fc.oneof(fc.constant([]), oddCandidates),
    fc.constantFrom(0, 0, 0, 10, 2000, 20_000),
  )
  .map(([lost, doubled, garbled, candidates, padding]) => {
    const kept = LINES.filter((_, index) => !lost.includes(index));
    const lines = [...kept, ...candidates, ...doubled.map((index) => LINES[index] ?? '')].join('\r\n');
    const text = garbled.reduce(
      (now, [at, noise]) => now.slice(0, at) + noise + now.slice(at + noise.length),
      lines,
    );
    return `${text}a=x:${MARK}\r\n`.padEnd(padding, 'a=candidate:1 1 udp 1 10.0.0.1 9 typ host\r\n');
  });
const odd = fc.oneof(fc.jsonValue(), fc.constantFrom(null, -1, 0, 1e308, '', MARK, [], {}));
/** Good ones, and good ones with one character more, less or other. */
const lineage = ({ lineages }: Kept) =>
  fc
    .tuple(
      fc.constantFrom(...lineages),
      fc.nat(80),
      fc.constantFrom('', '', '', '0', '9', '.', '-', '\u0000'),
    )
    .map(([text, at, noise]) => (noise === '' ? text : text.slice(0, at) + noise + text.slice(at + 1)));
const params = (kept: Kept) =>
  fc.record(
    {
      workflowId: fc.oneof({ weight: 4, arbitrary: fc.constantFrom('fast-1', 'accurate-1') }, odd),
      requestedPlan: fc.oneof({ weight: 4, arbitrary: fc.constantFrom('webrtc-gpu-small', null) }, odd),
      processingTimeout: fc.oneof({ weight: 4, arbitrary: fc.integer({ min: 1 }) }, fc.double(), odd),
      lineage: fc.oneof({ weight: 6, arbitrary: lineage(kept) }, fc.string(), odd),
      workflowSpec: odd,
      rtspUrl: fc.constant('rtsp://169.254.169.254/'),
      __proto__: odd,
    },
    { requiredKeys: [] },
  );
const offer = (kept: Kept) =>
  fc
    .record({
      offer: fc.oneof(
        { weight: 9, arbitrary: fc.record({ type: fc.constantFrom('offer', 'offer', 'answer'), sdp }) },
        odd,
      ),
      wrtcParams: fc.oneof({ weight: 5, arbitrary: params(kept) }, odd),
    })
    .map((value) => Buffer.from(JSON.stringify(value)));
const photo = fc
  .tuple(
    fc.constantFrom([0xff, 0xd8, 0xff], [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a], [0x47, 0x49]),
    fc.constantFrom(0, 100, 5000, 70_000),
  )
  .map(([magic, length]) => Buffer.concat([Buffer.from(magic), Buffer.alloc(length, 7)]));
const body = (kept: Kept) =>
  fc.oneof(
    { weight: 8, arbitrary: offer(kept) },
    { weight: 3, arbitrary: photo },
    { weight: 2, arbitrary: fc.json().map((text) => Buffer.from(text)) },
    { weight: 2, arbitrary: fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)) },
    {
      weight: 2,
      arbitrary: fc
        .constantFrom({ code: 'c' }, { code: MARK }, { turnstileToken: MARK }, { code: { toString: 1 } })
        .map((value) => Buffer.from(JSON.stringify(value))),
    },
    { weight: 1, arbitrary: fc.constant(Buffer.from('['.repeat(30_000))) },
    { weight: 1, arbitrary: fc.constant(Buffer.from(`{"offer":${'{"a":'.repeat(9000)}`)) },
  );
/** Larger than any route takes. Rare, because it is slow. */
const huge = fc.constantFrom(66_000, 4 * 1024 * 1024 + 1).map((length) => Buffer.alloc(length, 0x20));

/** What our page sends when it goes on from a dial: odd is the lineage at most, and the time. */
const redial = (kept: Kept) =>
  fc
    .record({
      visit: fc.constantFrom(...kept.visits),
      other: fc.option(lineage(kept), { nil: undefined }),
      seconds: fc.constantFrom(1, 600, null),
      laterMs: fc.constantFrom(0, 0, 5000, 300_000, 590_000, 700_000, -60_000, -86_400_000),
    })
    .map(({ visit, other, seconds, laterMs }): FuzzRequest => {
      const wrtcParams = { lineage: other ?? visit.lineage, processingTimeout: seconds };
      return {
        method: 'POST',
        path: ROUTES.offer,
        headers: {
          Host: 'sightline.example',
          Cookie: visit.cookie,
          [CLOCK]: String(Date.now() + visit.skewMs + laterMs),
        },
        body: Buffer.from(JSON.stringify({ offer: { type: 'offer', sdp: SDP }, wrtcParams })),
        sent: 1,
      };
    });

/** @param kept of sessions that hold, by their own clocks. */
export function fuzzRequests(count: number, seed: number, kept: Kept): FuzzRequest[] {
  const sender = fc.oneof(
    fc.record({ target: fc.tuple(method, path), headers: headers(kept) }),
    fc.record({ target: politeTarget, headers: politeHeaders(kept) }),
  );
  const request = fc
    .record({
      sender,
      body: fc.oneof({ weight: 200, arbitrary: body(kept) }, { weight: 1, arbitrary: huge }),
      cut: fc.oneof({ weight: 9, arbitrary: fc.constant(1) }, fc.double({ min: 0, max: 0.99, noNaN: true })),
      // Half of what is cut is cut in the text alone: a whole request with a truncated body.
      abrupt: fc.boolean(),
    })
    .map(({ cut, abrupt, body, sender: { target, headers } }) =>
      shape({ method: target[0], path: target[1], headers, body }, cut, abrupt),
    );
  const any = fc.oneof({ weight: 9, arbitrary: request }, { weight: 1, arbitrary: redial(kept) });
  return fc.sample(any, { numRuns: count, seed });
}

/** The same, each with what it says of itself. */
export function claimingRequests(count: number, seed: number, kept: Kept): FuzzRequest[] {
  const said = fc.sample(claims, { numRuns: count, seed });
  return fuzzRequests(count, seed, kept).map((request, index) => ({
    ...request,
    headers: { ...request.headers, ...present(said[index] ?? {}) },
  }));
}

type Drawn = { method: string; path: string; headers: Record<string, string | undefined>; body: Buffer };

function shape({ method, path, headers, body }: Drawn, cut: number, abrupt: boolean): FuzzRequest {
  const bare = method === 'GET' || method === 'HEAD';
  const text = bare ? null : abrupt ? body : body.subarray(0, Math.ceil(body.length * cut));
  return { method, path, headers: present(headers), body: text, sent: abrupt && !bare ? cut : 1 };
}

function present(headers: Record<string, string | undefined>): Record<string, string> {
  const given = Object.entries(headers).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return Object.fromEntries(given);
}

export const KNOWN_CODES: ReadonlySet<string> = new Set(API_ERROR_CODES);
