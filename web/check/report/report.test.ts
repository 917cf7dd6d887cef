import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wordsFor } from '../../errors/words';
import { checkEnglish } from '../../words/check';
import { createCatalogue } from '../../words/words';
import type { Evidence } from '../evidence';
import { fragmentOf, readFragment } from './code';
import { type Report, reportOf, rowsOf } from './report';
import { nameOf, saidOf, textOf, toneOf } from './said';

const UA =
  'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Mobile Safari/537.36';
const ABOUT = { nowMs: Date.UTC(2026, 10, 26, 11, 3), version: '0.1.0', userAgent: UA };
const words = createCatalogue({}, checkEnglish).words();
const remedy = (failure: Parameters<typeof wordsFor>[0]) => wordsFor(failure, 'android').remedy;
const said = (report: Report) => saidOf(report, words, remedy);
const text = (report: Report) => textOf(report, said(report), words);

const EVIDENCE: Evidence = {
  device: { fromMs: 1, toMs: 4, found: { webrtc: true, secure: true, camera: 'unasked', online: true } },
  server: {
    fromMs: 1,
    toMs: 91.4,
    found: { kind: 'answers', skewMs: 3_600_400, roundTripMs: 82.2, enhanced: true, local: false },
  },
  stun: {
    fromMs: 200,
    toMs: 2700,
    found: { asked: 2, answered: 0, unset: false, alike: null, v4: false, v6: false, interfaces: true },
  },
  pass: { fromMs: 92, toMs: 199, found: { kind: 'had' } },
  routes: [
    { transport: 'UDP', port: 3478, fromMs: 200, toMs: 4200, found: { outcome: 'silent', quality: null } },
    {
      ...{ transport: 'TLS', port: 443, fromMs: 200, toMs: 6000 },
      found: { outcome: 'works', quality: { roundTripMs: 95.6, jitterMs: 3.2, loss: 0.0149, kbps: 781.3 } },
    },
  ],
  worker: null,
};

describe('a report', () => {
  it('says the verdict, the remedy, and every check with its figures', () => {
    expect(text(reportOf(EVIDENCE, ABOUT))).toBe(
      [
        "This network blocks direct video. ENH works here: 96 ms. Turn ENH on, then press LIVE. Besides: this device's clock is off by several minutes. Set it to automatic.",
        'Live video in this browser: good (0.0 to 0.0 s)',
        'Camera: not asked yet (0.0 to 0.0 s)',
        "The app's server: good · 82 ms (0.0 to 0.1 s)",
        'Clock: wrong (0.0 to 0.1 s)',
        'UDP to the internet: blocked (0.2 to 2.7 s)',
        'Address seen from outside: not known (0.2 to 2.7 s)',
        'Internet protocol: not known (0.2 to 2.7 s)',
        'Pass for the relay: given (0.1 to 0.2 s)',
        'Relay over UDP 3478: no answer (0.2 to 4.2 s)',
        'Relay over TLS 443: works · 96 ms · ± 3 ms · 1 % lost · 781 kbit/s (0.2 to 6.0 s)',
        'use_enh · 0.1.0 · Chrome 156 · 2026-11-26 11:03Z',
      ].join('\n'),
    );
  });

  it('goes through a link whole, in what a QR code still holds well', () => {
    const report = reportOf(EVIDENCE, ABOUT);
    const fragment = fragmentOf(report);
    expect(readFragment(fragment)).toEqual(report);
    expect(fragment.length).toBeLessThan(400);
    expect(`${fragment} ${text(report)}`).not.toMatch(/\d+\.\d+\.\d+\.\d+/);
    expect(new URL(`https://a.example/check${fragment}`).hash).toBe(fragment);
  });

  it.each([
    ['Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0', 'firefox', 153],
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 26_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.1 Mobile/15E148 Safari/604.1',
      'safari',
      26,
    ],
    [
      'Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/150.0.0.0 Safari/537.36 Edg/150.0.0.0',
      'edge',
      150,
    ],
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_2 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/131.0 Mobile/15E148 Safari/604.1',
      'chrome',
      131,
    ],
    ['curl/8', 'other', 0],
  ])('knows the browser in %s', (userAgent, browser, browserMajor) => {
    expect(reportOf(EVIDENCE, { ...ABOUT, userAgent })).toMatchObject({ browser, browserMajor });
  });

  it('takes the words of what is behind a verdict, where they know more', () => {
    const failed = (code: 'turn_unauthorized' | 'session_required') =>
      said(
        reportOf(
          {
            ...EVIDENCE,
            routes: [],
            pass: { fromMs: 0, toMs: 1, found: { kind: 'failed', code } },
          },
          ABOUT,
        ),
      );
    expect(failed('turn_unauthorized').remedy).toMatch(/^Whoever runs this app must check them/);
    expect(failed('session_required').remedy).toBe(words.verdicts.enterFirst);
    const none = { fromMs: 0, toMs: 1, found: { kind: 'none' } } as const;
    expect(said(reportOf({ ...EVIDENCE, routes: [], pass: none }, ABOUT)).say).toMatch(/has no relay/);
    const cut = { fromMs: 0, toMs: 1, found: { outcome: 'cut', quality: null } } as const;
    const routes = [{ transport: 'TLS' as const, port: 443, ...cut }];
    expect(said(reportOf({ ...EVIDENCE, routes }, ABOUT)).say).toMatch(/cuts it off/);
  });
});

/** Everything that a report must not hold, planted in every place that a text could stand in. */
const PLANTS = [
  '203.0.113.77',
  '2001:db8:77::9',
  'relay.secret.example',
  '1764155000:visitor-4711',
  'hunter2+/cred==',
  'rf_key_ABCDEFGHIJKL',
  'candidate:1 1 udp 1 192.0.2.7 50000 typ host',
  'Bearer eyJhbGciOi.J9',
];

/** The evidence as a fault elsewhere could make it: any text or number in any place of it. */
function bent(value: unknown, take: () => unknown): unknown {
  if (Array.isArray(value)) return value.map((one) => bent(one, take));
  if (typeof value !== 'object' || value === null) return take() ?? value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, bent(part, take)]));
}

describe('what a report can never hold', () => {
  const shown = (report: Report) => `${text(report)} ${fragmentOf(report)} ${JSON.stringify(report)}`;

  it('is any address, credential or key, wherever it got into the evidence', () => {
    const plant = fc.oneof(fc.constantFrom(...PLANTS), fc.constant(null), fc.constant(null));
    fc.assert(
      fc.property(fc.infiniteStream(plant), fc.constantFrom(...PLANTS), (luck, agent) => {
        const evidence = bent(EVIDENCE, () => luck.next().value) as Evidence;
        const seen = shown(reportOf(evidence, { ...ABOUT, userAgent: `${UA} ${agent}` }));
        for (const secret of PLANTS) expect(seen).not.toContain(secret);
      }),
      { numRuns: 500 },
    );
  });

  it('is what a link brought, either: each part is of a closed set', () => {
    const whole = fragmentOf(reportOf(EVIDENCE, ABOUT));
    const mutation = fc.tuple(fc.nat(whole.length), fc.constantFrom(...PLANTS, '~', '-', '<b>', '%00'));
    fc.assert(
      fc.property(fc.array(mutation, { minLength: 1, maxLength: 3 }), (mutations) => {
        let link = whole;
        for (const [at, what] of mutations) link = link.slice(0, at) + what + link.slice(at);
        const read = readFragment(link);
        const seen = read && `${text(read)} ${JSON.stringify(read)}`;
        if (seen !== null) for (const secret of PLANTS) expect(seen).not.toContain(secret);
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    '',
    '#',
    '#r=',
    '#r=1',
    `#r=${'a'.repeat(3_000)}`,
    '#r=2~use_enh~~1~0.1.0~0~1',
    '#r=1~use_enh~__proto__~1~0.1.0~0~1',
    '#r=1~use_enh~~1~<b>~0~1',
    '#r=1~toString~~1~0.1.0~0~1',
    `#r=1~use_enh~~1~0.1.0~0~1${'~0-0-0-0'.repeat(25)}`,
  ])('reads %j as none', (fragment) => expect(readFragment(fragment)).toBeNull());

  it('survives any fragment', () => {
    fc.assert(fc.property(fc.string(), (any) => void readFragment(`#r=${any}`)));
  });
});

describe('the lines', () => {
  it('of a run that has just begun are there, and say so', () => {
    const running = { fromMs: 3, toMs: null, found: null };
    const untouched = { fromMs: 0, toMs: null, found: null };
    const rows = rowsOf({
      ...{ device: running, server: running, stun: untouched, pass: untouched },
      ...{ routes: [], worker: null },
    });
    expect(rows.map(toneOf)).toEqual(rows.map(() => 'running'));
  });

  it('of what had no time to end say that it is not known', () => {
    const late = { fromMs: 3, toMs: 9_800, found: null };
    const rows = rowsOf({ ...EVIDENCE, stun: late, routes: [{ transport: 'TCP', port: 443, ...late }] });
    expect(rows.at(-1)).toMatchObject({ check: 'relayTcp', outcome: 'unknown', toMs: 9_800 });
    expect(rows.map((row) => nameOf(row, words))).toContain('Relay over TCP 443');
  });

  it('tell a worker by the way to it', () => {
    const worker = {
      fromMs: 0,
      toMs: 900,
      found: { kind: 'result', route: 'relay', roundTripMs: 88, stages: {} },
    } as const;
    const report = reportOf({ ...EVIDENCE, worker }, ABOUT);
    expect(report.rows.at(-1)).toMatchObject({ check: 'worker', outcome: 'relay', roundTripMs: 88 });
    expect(said(report).say).toContain('88 ms');
  });
});
