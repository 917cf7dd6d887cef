/** Every command of every Markdown file has a row, and every row a file (see run/tried.ts). */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../../kit/process/paths';
import { trackedFiles } from '../../kit/stack/clone';
import { PORTS } from '../../kit/stack/start';
import { ENV_KEYS } from '../../proxy/settings/env';
import { ROWS } from './commands';
import { commandsIn, proseOf, spansIn } from './markdown';

const files = trackedFiles().filter((path) => path.endsWith('.md'));
const textOf = (path: string) => readFileSync(join(ROOT, path), 'utf8');
const written = files.flatMap((path) => commandsIn(textOf(path)).map((command) => ({ path, ...command })));
const rows = new Set(ROWS.map(({ command }) => command));

describe('the table of commands', () => {
  it('finds commands in every file that is known to have some', () => {
    const having = new Set(written.map(({ path }) => path));
    expect([...having]).toEqual(
      expect.arrayContaining(['README.md', 'deploy/README.md', 'conformance/README.md']),
    );
    expect(written.length).toBeGreaterThan(50);
  });

  it('has a row for each', () => {
    const without = written.filter(({ text }) => !rows.has(text));
    expect(without.map(({ path, line, text }) => `${path}:${line}  ${text}`)).toEqual([]);
  });

  it('has no row that no file holds, and none twice', () => {
    const texts = new Set(written.map(({ text }) => text));
    expect([...rows].filter((command) => !texts.has(command))).toEqual([]);
    expect(rows.size).toBe(ROWS.length);
  });

  it('says why where less is done than stands there', () => {
    const silent = ROWS.filter(({ why, tries, way }) => !why && (tries.typed || way !== 'run'));
    expect(silent.map(({ command }) => command)).toEqual([]);
  });

  it('expects something of each but its own run', () => {
    const idle = ROWS.filter(
      ({ way, tries }) => way !== 'itself' && way !== 'run' && !tries.prints && !tries.serves,
    );
    expect(idle.map(({ command }) => command)).toEqual(['conformance/roboflow/serve.sh 9001']);
  });
});

/** Variables of the shell that README names, and that are none of the deployment's. */
const shellVariables = spansIn(proseOf(textOf('README.md')))
  .map(({ text }) => /^([A-Z][A-Z_]+)(=\S*)?$/.exec(text)?.[1] ?? '')
  .filter((name) => name !== '' && !Object.hasOwn(ENV_KEYS, name));

it('sets every variable of the shell that README names', () => {
  const set = new Set([...PORTS, ...ROWS.flatMap(({ tries }) => Object.keys(tries.env ?? {}))]);
  expect(shellVariables).toEqual(expect.arrayContaining(['MODEL', 'APP_PORT']));
  expect(shellVariables.filter((name) => !set.has(name))).toEqual([]);
});
