/** What stands before everything else, as far as it can be tried on a machine that has it all. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { folderOfTest } from '../../kit/testFolder';

// Real programs, on machines that may be busy: a test that hangs is to fail, not one that waits its turn.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const ROOT = join(import.meta.dirname, '..', '..');
const SCRIPT = join(ROOT, 'dev', 'provision.mjs');
let dir: string;
beforeEach(() => {
  dir = folderOfTest('provision');
});

/** Evaluates with one of the modules in a Node of its own: plain JavaScript, without types to import. */
function evaluate(module: string, expression: string): unknown {
  const code = `import * as m from ${JSON.stringify(join(import.meta.dirname, module))}; console.log(JSON.stringify(${expression}));`;
  return JSON.parse(
    execFileSync(process.execPath, ['--input-type=module', '-e', code], { encoding: 'utf8' }),
  );
}

describe('dependencies', () => {
  const lock = (version: string, packages: object) => JSON.stringify({ version, packages });
  const a = { version: '1.0.0', integrity: 'sha512-a' };
  const installed = () => evaluate('dependencies.mjs', `m.isInstalled(${JSON.stringify(dir)})`);
  const write = (path: string, text: string) => writeFileSync(join(dir, path), text);

  beforeEach(() => {
    mkdirSync(join(dir, 'node_modules', 'a'), { recursive: true });
    write(
      'package-lock.json',
      lock('1', { '': {}, 'node_modules/a': a, 'node_modules/o': { ...a, optional: true } }),
    );
    write('node_modules/.package-lock.json', lock('1', { 'node_modules/a': a }));
  });

  it('that someone installed by hand are recognised, and stamped', () => {
    expect(installed()).toBe(true);
    expect(readFileSync(join(dir, 'node_modules', '.sightline-lock'), 'utf8')).toContain(process.arch);
    expect(installed()).toBe(true);
  });

  it('are to be installed when the lock has changed since', () => {
    expect(installed()).toBe(true);
    write('package-lock.json', lock('2', { '': {}, 'node_modules/a': { ...a, integrity: 'sha512-b' } }));
    expect(installed()).toBe(false);
  });

  it('are to be installed when one is missing, of another version, or on the list alone', () => {
    write('node_modules/.package-lock.json', lock('1', {}));
    expect(installed()).toBe(false);
    write(
      'node_modules/.package-lock.json',
      lock('1', { 'node_modules/a': { ...a, integrity: 'sha512-x' } }),
    );
    expect(installed()).toBe(false);
    write('node_modules/.package-lock.json', lock('1', { 'node_modules/a': a }));
    rmSync(join(dir, 'node_modules', 'a'), { recursive: true });
    expect(installed()).toBe(false);
  });

  it('are to be installed on a fresh clone', () => {
    rmSync(join(dir, 'node_modules'), { recursive: true });
    expect(installed()).toBe(false);
  });
});

describe('settings', () => {
  const found = (text: string) => {
    writeFileSync(join(dir, '.dev.vars'), text);
    return evaluate('settings.mjs', `m.hasOwnRelay(${JSON.stringify(dir)})`);
  };

  it('that name a relay or a worker elsewhere spare coturn; empty and commented ones do not', () => {
    expect(found('A=1\nTWILIO_ACCOUNT_SID="AC1"\n')).toBe(true);
    expect(found('export ROBOFLOW_API_KEY=x')).toBe(true);
    expect(found('ROBOFLOW_API_KEY=x\nROBOFLOW_SERVER_URL=http://localhost:9001\n')).toBe(false);
    expect(found('ROBOFLOW_SERVER_URL="http://127.0.0.1:9001"\nTWILIO_ACCOUNT_SID=AC1\n')).toBe(true);
    expect(found('TWILIO_ACCOUNT_SID=\n#COTURN_URLS=turn:x\nCOTURN_URLS=""\n')).toBe(false);
    rmSync(join(dir, '.dev.vars'));
    expect(evaluate('settings.mjs', `m.hasOwnRelay(${JSON.stringify(dir)})`)).toBe(false);
  });
});

describe('the command', () => {
  it('says nothing and succeeds where all is in place', () => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [SCRIPT, 'start'], { encoding: 'utf8' });
    expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: '', stderr: '' });
  });

  it('knows its words', () => {
    const { status, stderr } = spawnSync(process.execPath, [SCRIPT, 'tset'], { encoding: 'utf8' });
    expect(status).toBe(2);
    expect(stderr).toMatch(/^usage: /);
  });

  it('turns an old Node away in one line', () => {
    const old = `Object.defineProperty(process.versions, 'node', { value: '18.20.1' });`;
    const { status, stderr } = spawnSync(
      process.execPath,
      ['--import', `data:text/javascript,${encodeURIComponent(old)}`, SCRIPT, 'start'],
      { encoding: 'utf8' },
    );
    expect(status).toBe(1);
    expect(stderr).toBe(
      'Sightline needs Node 20.19 or newer; this is 18.20.1. Install one from https://nodejs.org\n',
    );
  });

  it('does not install a browser over a CHROMIUM_PATH that is wrong', () => {
    const env = { ...process.env, CHROMIUM_PATH: '/nonexistent' };
    const { status, stderr } = spawnSync(process.execPath, [SCRIPT, 'test'], { encoding: 'utf8', env });
    expect(status).toBe(1);
    expect(stderr).toMatch(/^CHROMIUM_PATH names no program\. .*\n$/);
  });

  // Needs root to become somebody without rights, as CI's container has it.
  it.runIf(process.getuid?.() === 0)(
    'says in one line what to type where there is no right to install',
    () => {
      // The rights go once everything is loaded: root alone may be able to enter the checkout's folder.
      const code = `import { ensureTool } from ${JSON.stringify(join(import.meta.dirname, 'systemTools.mjs'))};
      process.setgroups([]);
      process.setgid(65534);
      process.setuid(65534);
      await ensureTool('coturn', () => null).catch(({ message }) => console.log(message));`;
      const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', code], {
        encoding: 'utf8',
        cwd: '/',
      });
      expect(stderr).toBe('');
      expect(stdout).toMatch(
        /^coturn is missing, and installing it needs a password\. Type: sudo .*coturn\n$/,
      );
    },
  );
});
