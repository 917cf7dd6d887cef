/**
 * The licences of what stands behind the page: whoever ships it must ship these, too. Vite itself writes the
 * page's (vite.config.ts).
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { RECIPES } from '../worker/models/recipes/recipes';
import type { Recipe } from '../worker/models/recipes/types';

type PackageJson = {
  name: string;
  version: string;
  license?: string;
  dependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
};

type Package = PackageJson & { folder: string };

/** What the proxy imports; wrangler bundles it into the Function. */
const PROXY = ['hono', 'valibot'];
const TEXTS = /^(licen[cs]e|copying|notice)/i;

/**
 * @param root of the repository. @returns Markdown; a part whose packages are not installed says so in place
 * of their texts.
 */
export function notices(root: string): string {
  const worker = join(root, 'worker');
  const needs = Object.keys(readPackage(worker)?.dependencies ?? {});
  return [
    section('The proxy', PROXY, root),
    section('The embedded worker', needs, worker),
    models(root),
  ].join('\n');
}

/** Not shipped: the worker fetches them, and puts their packages' own licence beside them. */
function models(root: string): string {
  return `# Models that the embedded worker fetches\n\n${RECIPES.map((recipe) => modelNotice(recipe, root)).join('\n')}`;
}

function modelNotice({ id, name, version, licence, notice }: Recipe, root: string): string {
  const path = join(root, 'worker', 'models', 'licences', `${licence}.txt`);
  const text = existsSync(path) ? readFileSync(path, 'utf8').trim() : '';
  return [`## ${id} - npm ${name}@${version} (${licence})`, `${notice}.`, text, ''].join('\n\n');
}

function section(title: string, names: string[], folder: string): string {
  const packages = new Map<string, Package>();
  for (const name of names) collect(name, folder, packages);
  const texts = [...packages.keys()].sort().map((key) => notice(packages.get(key) as Package));
  const missing = names.filter((name) => find(name, folder) === null);
  const gap = missing.length > 0 ? `\nNot installed where this was made: ${missing.join(', ')}.\n` : '';
  return `# ${title}\n${gap}\n${texts.join('\n')}`;
}

/** Optional packages of other platforms are not there, and not in what is shipped. */
function collect(name: string, folder: string, packages: Map<string, Package>): void {
  const found = find(name, folder);
  const key = found && `${found.name} ${found.version}`;
  if (found === null || key === null || packages.has(key)) return;
  packages.set(key, found);
  const { dependencies, optionalDependencies } = found;
  for (const next of Object.keys({ ...dependencies, ...optionalDependencies }))
    collect(next, found.folder, packages);
}

/** As Node looks for it (nodejs.org/api/modules.html, "Loading from node_modules folders"). */
function find(name: string, folder: string): Package | null {
  const at = join(folder, 'node_modules', name);
  const found = readPackage(at);
  if (found) return { ...found, folder: at };
  return dirname(folder) === folder ? null : find(name, dirname(folder));
}

function readPackage(folder: string): PackageJson | null {
  const path = join(folder, 'package.json');
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : null;
}

function notice({ name, version, license, folder }: Package): string {
  const files = readdirSync(folder).filter((file) => TEXTS.test(file));
  const texts = files.map((file) => readFileSync(join(folder, file), 'utf8').trim());
  return [`## ${name} - ${version} (${license ?? 'see below'})`, ...texts, ''].join('\n\n');
}
