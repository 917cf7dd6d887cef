/** What the checks make of arguments, and of deployments that answer nonsense; the whole of it: tests/artifact/. */
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DeploymentConfig } from '../../protocol/api';
import { enter } from './access';
import { readDoctorArgs } from './args';
import { examine } from './examine';
import { exitCodeOf, fail, note, ok, plain, skipped, told } from './finding';
import { pageHeaders } from './front';
import { asJson, linesOf } from './report';
import { Secrets } from './secrets';

const CODE = 'c4n4ry-code';

describe('arguments', () => {
  it('are an address, of which the origin counts, and a code that the environment may bring', () => {
    expect(readDoctorArgs(['--url', 'https://a.example/x?y'], { DOCTOR_CODE: CODE })).toEqual({
      ...{ origin: new URL('https://a.example'), code: CODE, worker: false, json: false },
    });
    expect(readDoctorArgs(['--keys'], {})).toEqual({ keys: true });
    expect(readDoctorArgs(['-h'], {})).toEqual({ help: true });
  });

  it.each([[['--keys', '--url', 'https://a.example']], [['--url', 'a.example']], [['extra']], [['--url']]])(
    '%j make no sense',
    (argv) => expect(() => readDoctorArgs(argv, {})).toThrow(/npm run doctor -- --help/),
  );
});

it('exit codes: broken before noted; what is told or skipped decides nothing', () => {
  const well = [ok('page', ''), told('clock', ''), skipped('worker', '')];
  expect(exitCodeOf(well)).toBe(0);
  expect(exitCodeOf([...well, note('version', '', '')])).toBe(3);
  expect(exitCodeOf([...well, note('version', '', ''), fail('relay', '', '')])).toBe(1);
});

describe('what is said', () => {
  it('is a line, and a remedy below it', () => {
    expect(linesOf(fail('relay', 'refused.', 'Mend it.', { what: 'turn:a' }))).toEqual([
      '✗ relay        turn:a  refused.',
      '               → Mend it.',
    ]);
    expect(JSON.parse(asJson(new URL('https://a.example'), new Date(0), [ok('page', 'yes')], 0))).toEqual({
      ...{ url: 'https://a.example', at: '1970-01-01T00:00:00.000Z', exit: 0 },
      checks: [{ check: 'page', what: null, state: 'ok', says: 'yes', remedy: null, facts: {} }],
    });
  });

  it('names no secret, the longer one first, and no word that is as short as one', () => {
    const secrets = new Secrets();
    secrets.add('abcd', 'abcdefgh', 'a', '', null);
    const facts = { code: 'abcd', ms: 3 };
    expect(secrets.hideIn(fail('relay', 'a abcdefgh', 'abcd', { what: 'x-abcd', facts }))).toEqual({
      ...{
        check: 'relay',
        what: 'x-…',
        state: 'fail',
        says: 'a …',
        remedy: '…',
        facts: { code: '…', ms: 3 },
      },
    });
  });

  it('steers no terminal', () => {
    expect(plain('a\u001b[31mb\r\nc\u202ed')).toBe('a [31mb c d');
    expect(plain('x'.repeat(900))).toHaveLength(301);
    expect(plain({})).toBe('');
  });
});

it('reads the headers of every path', () => {
  expect(pageHeaders('# no\n/*\n  A-B: c; d: e\n  F: g\n\n/\n  H: i\n')).toEqual([
    ['a-b', 'c; d: e'],
    ['f', 'g'],
  ]);
});

async function against<T>(answer: RequestListener, work: (origin: URL) => Promise<T>): Promise<T> {
  const server = createServer(answer);
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  try {
    return await work(new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
  } finally {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  }
}

const examined = (origin: URL) => examine({ origin, code: CODE, worker: true }, () => {});

/** What the proxy would answer, with anything in the place of any part. */
const odd = fc.letrec((tie) => ({
  value: fc.oneof(fc.jsonValue(), fc.constant(`\u001b[2J${CODE}`), tie('list')),
  list: fc.array(tie('value'), { maxLength: 3 }),
})).value;
const OFFERED = { available: true, provider: 'coturn' };
const config = fc.record(
  {
    enhanced: fc.oneof(fc.record({ available: odd, provider: odd, reason: odd }), fc.constant(OFFERED)),
    workflows: fc.record({
      fast: fc.oneof(fc.record({ reason: odd }), fc.constant(OFFERED)),
      accurate: fc.constant({}),
    }),
    plans: fc.constant([]),
    access: fc.oneof(odd, fc.constantFrom('none', 'code'), fc.constantFrom('none', 'sign_in')),
    iceServers: fc.oneof(odd, fc.array(fc.record({ urls: odd, username: odd, credential: odd }))),
    error: fc.oneof(odd, fc.record({ code: odd, message: odd })),
    outputs: odd,
  },
  { requiredKeys: ['enhanced', 'workflows', 'plans', 'access'] },
);

it('whatever a deployment answers, a report comes of it: no secret, no escape sequence, nothing thrown', async () => {
  let body: unknown = null;
  let status = 200;
  let behind = 0;
  const answer: RequestListener = (_, response) =>
    void response.writeHead(status, { 'Set-Cookie': `s=${CODE}-cookie` }).end(JSON.stringify(body));
  await against(answer, (origin) =>
    fc.assert(
      fc.asyncProperty(
        fc.oneof({ arbitrary: config, weight: 4 }, odd),
        fc.constantFrom(200, 200, 200, 302, 500),
        async (given, code) => {
          body = given;
          status = code;
          const findings = await examined(origin);
          if (findings.some(({ check, state }) => check === 'provider' && state !== 'skipped')) behind += 1;
          const said = findings.flatMap(linesOf).join('\n') + asJson(origin, new Date(), findings, 1);
          expect(said).not.toContain(CODE);
          // biome-ignore lint/suspicious/noControlCharactersInRegex: it is what must not be there.
          expect(said).not.toMatch(/\u001b/);
          for (const { state, remedy } of findings)
            if (state === 'fail' || state === 'note') expect(remedy).toMatch(/\.$|\.\)$/);
        },
      ),
      { numRuns: 200 },
    ),
  );
  expect(behind, 'runs that came as far as the relay').toBeGreaterThan(5);
}, 60_000);

it('sends no code over plain http to another machine', async () => {
  const config = { access: 'code' } as DeploymentConfig;
  const { finding, cookie } = await enter(new URL('http://192.0.2.1'), config, CODE, new Secrets());
  expect([finding.state, cookie]).toEqual(['note', null]);
  expect(finding.says).toContain('was not sent');
});

it('an address that no browser would ask has a sentence of its own', async () => {
  const findings = await examined(new URL('http://127.0.0.1:9'));
  expect(findings.find(({ check }) => check === 'proxy')?.says).toContain('browsers refuse');
});

it('an answer without an end, or of another kind, is a failure with a name', async () => {
  const endless: RequestListener = (_, response) => {
    const more = () => response.write('x'.repeat(500_000), () => setImmediate(more));
    response.on('error', () => {});
    more();
  };
  const findings = await against(endless, examined);
  expect(findings.find(({ check }) => check === 'proxy')).toMatchObject({
    ...{ state: 'fail', facts: { reason: 'too_long' } },
  });
});
