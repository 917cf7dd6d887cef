import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folderOfFile } from '../../kit/testFolder';
import { fileProblems, headerProblems, routeProblems } from './files';
import { migrationProblems } from './migrations';
import { deploymentProblems } from './names';
import { migrationNames, secretNames } from './remote';

const root = join(import.meta.dirname, '..', '..');
const folder = folderOfFile('deploy');

const WORKER = ['ROBOFLOW_API_KEY', 'ROBOFLOW_WORKSPACE', 'FAST_WORKFLOW_ID'];
const TWILIO = ['TWILIO_ACCOUNT_SID', 'TWILIO_AUTH_TOKEN'];
const SIGN_IN = ['CF_ACCESS_TEAM', 'CF_ACCESS_AUD'];
const GOOD = [...WORKER, ...TWILIO, 'ACCESS_CODE', 'SESSION_SECRET'];

describe('names', () => {
  it.each([
    [GOOD, false, [/^ACCESS_CODE is the guard, and no database is bound/]],
    [GOOD, true, []],
    [[...WORKER, 'COTURN_URLS', 'COTURN_SECRET', 'OPEN_ACCESS'], false, []],
    [GOOD.slice(1), true, [/^ROBOFLOW_API_KEY is missing/]],
    [GOOD.filter((name) => name !== 'TWILIO_AUTH_TOKEN'), true, [/^TWILIO_AUTH_TOKEN is missing/]],
    [GOOD.filter((name) => !TWILIO.includes(name)), true, [/^TWILIO_ACCOUNT_SID/, /^TWILIO_AUTH_TOKEN/]],
    [GOOD.filter((name) => name !== 'SESSION_SECRET'), true, [/^SESSION_SECRET is missing/]],
    [[...WORKER, ...TWILIO, 'OPEN_ACCESS'], true, [/^SESSION_SECRET is missing/]],
    [[...WORKER, ...TWILIO], false, [/^Nobody would get in/]],
    [['ROBOFLOW_API_KEY', 'FAST_MODEL_ID', 'ENHANCED_TURN', 'OPEN_ACCESS'], false, []],
    [
      ['ROBOFLOW_API_KEY', 'FAST_MODEL_ID', 'WORKFLOWS', 'ENHANCED_TURN', 'OPEN_ACCESS'],
      false,
      [/^ROBOFLOW_WORKSPACE/],
    ],
    [[...GOOD, 'FAST_MODEL_ID'], true, [/^FAST_MODEL_ID is of no use beside FAST_WORKFLOW_ID/]],
    [[...GOOD, 'TURNSTILE_SITE_KEY'], true, [/^TURNSTILE_SECRET is missing/]],
    [[...GOOD, 'TWILIO_API_URL'], true, [/^TWILIO_API_URL is for tests/]],
    [[...GOOD, 'ACCES_CODE'], true, [/Did you mean ACCESS_CODE/]],
    [[...WORKER, ...TWILIO, ...SIGN_IN], false, []],
    [[...WORKER, ...TWILIO, ...SIGN_IN], true, [/^SESSION_SECRET is missing/]],
    [[...GOOD, ...SIGN_IN], false, []],
    [[...WORKER, ...TWILIO, 'CF_ACCESS_TEAM'], false, [/^CF_ACCESS_AUD is missing/]],
    [[...WORKER, ...TWILIO, 'CF_ACCESS_AUD'], false, [/^CF_ACCESS_TEAM is missing/]],
    [[...WORKER, ...TWILIO, 'SESSION_SECRET', 'TURNSTILE_SITE_KEY', 'TURNSTILE_SECRET'], false, []],
  ] as [string[], boolean, RegExp[]][])('%j, database %s', (names, database, wanted) => {
    expect(deploymentProblems({ names, database })).toEqual(
      wanted.map((line) => expect.stringMatching(line)),
    );
  });

  it('are read from what wrangler prints', () => {
    const printed =
      'The "production" environment of your Pages project "x" has access to the following secrets:\n  - ACCESS_CODE: Value Encrypted\n  - B_2: Value Encrypted\n';
    expect(secretNames(printed)).toEqual(['ACCESS_CODE', 'B_2']);
    expect(migrationNames('Migrations to be applied:\n│ 0001_spent.sql │\n│ 0002_more.sql │')).toEqual([
      '0001_spent.sql',
      '0002_more.sql',
    ]);
    expect(migrationNames('✅ No migrations to apply!')).toEqual([]);
  });
});

describe('files', () => {
  const routes = readFileSync(join(root, 'public', '_routes.json'), 'utf8');
  const headers = readFileSync(join(root, 'public', '_headers'), 'utf8');

  it('ours are right', () => {
    expect([...routeProblems(routes), ...headerProblems(headers)]).toEqual([]);
  });

  it.each([
    ['', /is not/],
    ['{"version":2,"include":["/v1/*"],"exclude":[]}', /is not/],
    ['{"version":1,"include":[],"exclude":[]}', /is not/],
    ['{"version":1,"include":["/*"],"exclude":[]}', /assets through/],
    ['{"version":1,"include":["/v1/config"],"exclude":[]}', /keeps \/v1\/webrtc-turn-config/],
    ['{"version":1,"include":["/v1/*"],"exclude":["/v1/infer"]}', /keeps \/v1\/infer/],
    ['{"version":1,"include":["v1/*","/v1/*"],"exclude":[]}', /"v1\/\*" is no rule/],
  ])('%s is told', (text, wanted) => {
    expect(routeProblems(text).join('\n')).toMatch(wanted);
  });

  it('headers that do not reach everything are told', () => {
    expect(headerProblems(headers.replace('/*\n', '/sub/*\n'))).toHaveLength(3);
  });

  it('a folder without the route file is told', () => {
    const dist = join(folder, 'dist');
    mkdirSync(dist);
    writeFileSync(join(dist, 'index.html'), '');
    writeFileSync(join(dist, '_headers'), headers);
    expect(fileProblems(dist)).toEqual(['dist/_routes.json is missing.']);
  });
});

describe('the entry for Workers', () => {
  const settings = (name: string) =>
    JSON.parse(readFileSync(join(root, name), 'utf8').replace(/^\s*\/\/.*$/gm, '')) as Record<
      string,
      unknown
    >;

  it('runs on the same runtime as Pages, and for the same routes', () => {
    const [pages, workers] = [settings('wrangler.jsonc'), settings('wrangler.workers.jsonc')];
    expect(workers.compatibility_date).toBe(pages.compatibility_date);
    expect(workers.compatibility_flags).toEqual(pages.compatibility_flags);
    const routes = JSON.parse(readFileSync(join(root, 'public', '_routes.json'), 'utf8'));
    expect(workers.assets).toMatchObject({
      directory: pages.pages_build_output_dir,
      run_worker_first: routes.include,
    });
  });
});

describe('the compose file', () => {
  const compose = readFileSync(join(root, 'deploy', 'compose.yaml'), 'utf8');

  it('asks for the variables that deploy/README.md says to write down, and for no other', () => {
    const step = /^2\. Write `deploy\/\.env`[\s\S]*?\n3\. /m.exec(
      readFileSync(join(root, 'deploy', 'README.md'), 'utf8'),
    );
    const told = [...(step?.[0] ?? '').matchAll(/`([A-Z_]{4,})`/g)].map(([, name]) => name);
    // Each one ends in `:?`: Compose then refuses to start without it, and says its name.
    expect(compose.match(/\$(?!\{[A-Z_]+:\?\})/g)).toBeNull();
    const asked = [...compose.matchAll(/\$\{([A-Z_]+):\?\}/g)].map(([, name]) => name);
    expect([...new Set(asked)].sort()).toEqual(told.sort());
  });

  it('mounts the settings that it defines', () => {
    const mounted = [...compose.matchAll(/- source: (\w+)/g)].map(([, name]) => name);
    expect(mounted).toEqual(['caddyfile', 'turnserver']);
    for (const name of mounted) expect(compose).toMatch(new RegExp(`^  ${name}:\n    content: \\|$`, 'm'));
  });
});

describe('migrations', () => {
  it.each([
    ['none at all', {}, /do not apply|no such table|tables/],
    ['a gap', { '0002_spent.sql': 'SELECT 1' }, /0002_spent\.sql should be the next/],
    ['nonsense', { '0001_spent.sql': 'CREATE TABEL x' }, /0001_spent\.sql: .*syntax/],
    ['another table', { '0001_other.sql': 'CREATE TABLE other (a)' }, /no tables yet/],
  ] as [string, Record<string, string>, RegExp][])(
    '%s',
    async (name, files, wanted) => {
      const place = join(folder, name.replaceAll(' ', '-'));
      mkdirSync(place);
      for (const [file, text] of Object.entries(files)) writeFileSync(join(place, file), text);
      expect((await migrationProblems(place)).join('\n')).toMatch(wanted);
    },
    30_000,
  );

  it('ours hold a budget', async () => {
    expect(await migrationProblems(join(root, 'migrations'))).toEqual([]);
  }, 30_000);
});
