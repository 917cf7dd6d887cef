/** What Pages takes besides code: its limits, its route file, its headers. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ROUTES } from '../../protocol/api';

/** developers.cloudflare.com/pages/platform/limits, read 2026-11. */
const MOST_FILES = 20_000;
const LARGEST_FILE = 25 * 1024 * 1024;
const MOST_RULES = 100;

/** @param dist the folder that is uploaded. One sentence for each thing that is wrong. */
export function fileProblems(dist: string): string[] {
  const files = readdirSync(dist, { recursive: true, encoding: 'utf8' }).filter((path) =>
    statSync(join(dist, path)).isFile(),
  );
  const large = files.filter((path) => statSync(join(dist, path)).size > LARGEST_FILE);
  const missing = ['index.html', '_headers', '_routes.json'].filter((path) => !files.includes(path));
  return [
    ...missing.map((path) => `dist/${path} is missing.`),
    ...large.map((path) => `dist/${path} is larger than the 25 MiB that Pages takes.`),
    ...(files.length > MOST_FILES ? [`dist/ has ${files.length} files; Pages takes ${MOST_FILES}.`] : []),
    ...(missing.includes('_routes.json') ? [] : routeProblems(read(dist, '_routes.json'))),
    ...(missing.includes('_headers') ? [] : headerProblems(read(dist, '_headers'))),
  ];
}

function read(dist: string, name: string): string {
  return readFileSync(join(dist, name), 'utf8');
}

/** Every API route must reach the Function and nothing else may: assets are free, its calls are not. */
export function routeProblems(text: string): string[] {
  const file = parse(text);
  if (file === null) return ['dist/_routes.json is not {"version":1,"include":[…],"exclude":[…]}.'];
  const { include, exclude } = file;
  const rules = [...include, ...exclude];
  const odd = rules.filter((rule) => !/^\/[^*]*\*?$/.test(rule) || rule.length > 100);
  const reaches = (path: string) => include.some(matches(path)) && !exclude.some(matches(path));
  const lost = Object.values(ROUTES).filter((path) => !reaches(path));
  return [
    ...odd.map((rule) => `dist/_routes.json: ${JSON.stringify(rule)} is no rule.`),
    ...(rules.length > MOST_RULES ? [`dist/_routes.json has more than ${MOST_RULES} rules.`] : []),
    ...lost.map((path) => `dist/_routes.json keeps ${path} from the Function.`),
    ...(reaches('/index.html') || reaches('/assets/app.js')
      ? ['dist/_routes.json leads assets through the Function.']
      : []),
  ];
}

function matches(path: string): (rule: string) => boolean {
  return (rule) => (rule.endsWith('*') ? path.startsWith(rule.slice(0, -1)) : path === rule);
}

function parse(text: string): { include: string[]; exclude: string[] } | null {
  try {
    const { version, include, exclude } = JSON.parse(text) as Record<string, unknown>;
    const texts = (list: unknown): list is string[] =>
      Array.isArray(list) && list.every((rule) => typeof rule === 'string');
    return version === 1 && texts(include) && texts(exclude) && include.length > 0
      ? { include, exclude }
      : null;
  } catch {
    return null;
  }
}

export function headerProblems(text: string): string[] {
  const all = /^\/\*\n((?:[ \t]+.*\n?)+)/m.exec(text)?.[1] ?? '';
  return ['Content-Security-Policy', 'Permissions-Policy', 'X-Content-Type-Options']
    .filter((name) => !all.includes(`${name}:`))
    .map((name) => `dist/_headers sets no ${name} on /*.`);
}
