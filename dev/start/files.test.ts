/** What start reads from disk and writes to it. */
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { folderOfTest } from '../../kit/testFolder';
import { checkEnv } from '../../proxy/settings/env';
import { isStale } from './build';
import { localCode, localSecret } from './database';
import { checkSettings, readDevVars } from './devVars';
import { pagesSpec } from './pages';
import { planStart, type Values } from './plan';
import type { StartProblem } from './problem';
import { parseStat } from './processes/parents';
import { makeRunDir } from './processes/runDir';

let root: string;
beforeEach(() => {
  root = folderOfTest('start');
});

describe('.dev.vars', () => {
  it('may be missing', () => expect(readDevVars(join(root, '.dev.vars'))).toEqual({}));

  it('is read with its quotes, comments and empty lines', () => {
    const path = join(root, '.dev.vars');
    writeFileSync(path, '# keys\nA=1\n\nexport B="two words" # why\nC=\nD=\'#5$x\'\n');
    expect(readDevVars(path)).toEqual({ A: '1', B: 'two words', C: '', D: '#5$x' });
  });

  it('that cannot be read is one sentence', () => {
    mkdirSync(join(root, '.dev.vars'));
    expect(() => readDevVars(join(root, '.dev.vars'))).toThrow('.dev.vars cannot be read (EISDIR).');
  });

  it('is read with what editors of Windows put before and behind its lines', () => {
    const path = join(root, '.dev.vars');
    writeFileSync(path, '\uFEFFA=1\r\nB="2"\r\n');
    expect(readDevVars(path)).toEqual({ A: '1', B: '2' });
  });
});

describe('settings', () => {
  /** What stands on the terminal: nothing where all is well. */
  const said = (values: Values): string => {
    const plan = planStart(values, {
      phone: false,
      coturn: true,
      lan: { address: '10.0.0.2', name: 'eth0' },
      ports: { app: 1, worker: 2, turn: 3, turnTls: 4 },
    });
    try {
      checkSettings(values, plan, '/x/.dev.vars');
      return '';
    } catch (thrown) {
      expect(thrown).toMatchObject({ name: 'StartProblem', exitCode: 2 });
      const { message, details } = thrown as StartProblem;
      return [message, ...details].join('\n');
    }
  };

  it('that are wrong are each named, and no value is', () => {
    const secret = 'hunter2';
    const text = said({ TWILIO_ACOUNT_SID: secret, TWILIO_AUTH_TOKEN: secret });
    expect(text).toMatch(/^\.dev\.vars: TWILIO_ACOUNT_SID .*TWILIO_ACCOUNT_SID/);
    expect(text).toMatch(/TWILIO_ACCOUNT_SID is missing/);
    expect(text).not.toContain(secret);
  });

  it.each<[string, Values]>([
    ['another workflow of the embedded worker', { FAST_WORKFLOW_ID: 'codes' }],
    ['one with a picture', { ACCURATE_WORKFLOW_ID: 'accurate-annotated' }],
    ['none at all', { FAST_WORKFLOW_ID: '' }],
    ['its workspace', { ROBOFLOW_WORKSPACE: 'local' }],
    ['a code, whose cookie this machine signs', { ACCESS_CODE: 'open-sesame' }],
    ['limits', { TOTAL_LIMITS: '1,2,3,4' }],
    ['a server on this machine, alone', { ROBOFLOW_SERVER_URL: 'http://localhost:9001' }],
  ])('do alone: %s', (_, values) => {
    expect(said(values)).toBe('');
  });

  it('that only an account could meet ask for its key', () => {
    expect(said({ FAST_WORKFLOW_ID: 'yolo' })).toMatch(
      /FAST_WORKFLOW_ID names no workflow .*fast, codes, accurate, count, .*\./,
    );
    expect(said({ FAST_WORKFLOW_ID: 'yolo' })).not.toContain('yolo');
    expect(said({ ROBOFLOW_WORKSPACE: 'me', FAST_WORKFLOW_ID: 'fast' })).toMatch(
      /ROBOFLOW_API_KEY is missing/,
    );
    expect(said({ ROBOFLOW_API_KEY: 'key' })).toMatch(/ROBOFLOW_WORKSPACE is missing/);
  });
});

describe('dist/', () => {
  const touch = (path: string, seconds: number) => utimesSync(join(root, path), seconds, seconds);
  beforeEach(() => {
    for (const dir of ['web', 'web/hooks', 'dist']) mkdirSync(join(root, dir));
    for (const file of ['index.html', 'web/main.tsx', 'web/hooks/a.ts']) writeFileSync(join(root, file), '');
    for (const path of ['index.html', 'web/main.tsx', 'web/hooks/a.ts', 'web/hooks', 'web'])
      touch(path, 1000);
  });

  it('is stale when missing, and when any source is newer', () => {
    expect(isStale(root)).toBe(true);
    writeFileSync(join(root, 'dist/index.html'), '');
    touch('dist/index.html', 2000);
    expect(isStale(root)).toBe(false);
    touch('web/hooks/a.ts', 3000);
    expect(isStale(root)).toBe(true);
  });

  it('is stale when a source was removed', () => {
    writeFileSync(join(root, 'dist/index.html'), '');
    touch('dist/index.html', 2000);
    rmSync(join(root, 'web/hooks/a.ts'));
    expect(isStale(root)).toBe(true);
  });
});

describe('the run directory', () => {
  it('is for the owner alone, and sweeps what killed runs left', () => {
    // The highest pid Linux gives is 4194304, so nobody has this one.
    mkdirSync(join(root, '.sightline', 'run-99999999'), { recursive: true });
    mkdirSync(join(root, '.sightline', 'certs'));
    const dir = makeRunDir(root);
    expect(statSync(dir).mode & 0o777).toBe(0o700);
    expect(readdirSync(join(root, '.sightline')).sort()).toEqual(['certs', `run-${process.pid}`]);
  });
});

describe('wrangler', () => {
  beforeEach(() => {
    mkdirSync(join(root, 'run'));
    writeFileSync(join(root, 'wrangler.jsonc'), '{}');
  });
  const specOf = (env: Record<string, string>) => {
    const [runDir, state] = [join(root, 'run'), join(root, 'state')];
    return pagesSpec({
      root,
      runDir,
      state,
      env,
      page: true,
      port: 8788,
      inspectorPort: 9,
    });
  };

  it('gets the settings as its environment and none of them as an argument or a file', () => {
    const env = { COTURN_SECRET: 'canary-1', ROBOFLOW_API_KEY: 'canary-2' };
    const spec = specOf(env);
    expect(spec.env).toMatchObject(env);
    expect(spec.args.join(' ')).not.toContain('canary');
    const dir = join(root, 'run', 'pages');
    expect(readdirSync(dir).sort()).toEqual(['functions', 'no-page', 'package.json', 'wrangler.jsonc']);
    expect(readFileSync(join(dir, 'wrangler.jsonc'), 'utf8')).toBe('{}');
  });

  it('listens on loopback, behind the front, without its own pages', () => {
    const { args, env } = specOf({});
    expect(args.join(' ')).toContain('--ip 127.0.0.1 --port 8788');
    expect(env.X_LOCAL_EXPLORER).toBe('false');
  });

  it('gets nothing else of the shell that called', () => {
    process.env.TWILIO_AUTH_TOKEN = 'stray';
    const spec = specOf({});
    expect(Object.values(spec.env)).not.toContain('stray');
    delete process.env.TWILIO_AUTH_TOKEN;
  });
});

describe('the secret of this machine', () => {
  it('is made once and for the owner alone', () => {
    const state = join(root, 'state');
    const made = localSecret(state);
    expect(made).toMatch(/^[\w-]{43}$/);
    expect(localSecret(state)).toBe(made);
    expect(statSync(join(state, 'session-secret')).mode & 0o777).toBe(0o600);
    writeFileSync(join(state, 'session-secret'), 'cut off');
    expect(localSecret(state)).toMatch(/^[\w-]{43}$/);
  });

  it('and so is its access code, which can be read aloud', () => {
    const state = join(root, 'state');
    const made = localCode(state);
    expect(made).toMatch(/^[a-km-np-z2-9]{4}-[a-km-np-z2-9]{4}-[a-km-np-z2-9]{4}$/);
    expect(localCode(state)).toBe(made);
    expect(localCode(join(root, 'other'))).not.toBe(made);
    expect(statSync(join(state, 'access-code')).mode & 0o777).toBe(0o600);
    expect(checkEnv({ ACCESS_CODE: made, SESSION_SECRET: localSecret(state) })).toEqual([]);
  });
});

it('reads /proc/<pid>/stat whatever the name is', () => {
  expect(parseStat('12 (npm start) S 7 12 12 0')).toEqual({ pid: 12, name: 'npm start', parent: 7 });
  expect(parseStat('12 (a) b (c)) R 9 1 1')).toEqual({ pid: 12, name: 'a) b (c)', parent: 9 });
  expect(parseStat('')).toBeNull();
});
