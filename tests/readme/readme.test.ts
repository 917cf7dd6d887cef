/** README.md and the code it speaks of, held together. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ENV_KEYS } from '../../proxy/settings/env';

const root = join(import.meta.dirname, '..', '..');
const readme = readFileSync(join(root, 'README.md'), 'utf8');

/** Rows of the table of variables: | `KEY` | secret | … | */
const rows = [...readme.matchAll(/^\| `([A-Z][A-Z_]+)` +\| +(yes)? *\|/gm)].map(([, key, secret]) => [
  key,
  secret === 'yes',
]);

it('lists every variable that the app reads, no other, and which of them are secret', () => {
  const wanted = Object.entries(ENV_KEYS).map(([key, { secret }]) => [key, secret]);
  expect(Object.fromEntries(rows)).toEqual(Object.fromEntries(wanted));
  expect(rows).toHaveLength(wanted.length);
});

it('names every command that package.json has for people', () => {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const named = [...readme.matchAll(/npm (?:run )?([a-z0-9:]+)/g)].map(([, name]) => name);
  const people = Object.keys(scripts).filter((name) => !/^(pre|check:)/.test(name));
  expect(people.filter((name) => !named.includes(name))).toEqual([]);
});

it('has the packages put in place before each of them, but for the one that needs none', () => {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const people = Object.keys(scripts).filter((name) => !/^(pre|check:)/.test(name));
  const bare = people.filter((name) => !/^node dev\/provision\.mjs \w+$/.test(scripts[`pre${name}`] ?? ''));
  expect(bare).toEqual(['build:pixels']);
});

it('links only to files that are there', () => {
  const links = [...readme.matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, path]) => path!);
  expect(links.length).toBeGreaterThan(0);
  // The picture is taken from the finished app.
  expect(links.filter((path) => path !== 'docs/screenshot.png' && !existsSync(join(root, path)))).toEqual([]);
});
