/**
 * The page's JavaScript, gzipped: what its first paint waits for, and all of it. Beside it apps that were built
 * before: `--against NAME=FOLDER` takes what Vite or Next.js has built, as often as there are apps.
 */
import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { printTable, type Row, saveReport } from '../kit/figures/report';
import { ROOT } from '../kit/process/paths';
import { nextScripts } from './size/next';
import { gzippedBytes, type Scripts } from './size/scripts';
import { viteScripts } from './size/vite';

const { values } = parseArgs({ options: { against: { type: 'string', multiple: true, default: [] } } });

function scriptsOf(folder: string): Scripts {
  if (existsSync(join(folder, 'app-build-manifest.json'))) return nextScripts(folder);
  if (existsSync(join(folder, 'index.html'))) return viteScripts(folder);
  throw new Error(`${folder} holds neither an index.html nor what "next build" makes: build that app first.`);
}

function rowOf(app: string, folder: string): Row {
  const { firstPaint, all } = scriptsOf(folder);
  const kilobytes = (files: ReadonlySet<string>) => gzippedBytes(files) / 1_000;
  return { app, 'first paint kB': kilobytes(firstPaint), 'all kB': kilobytes(all), files: all.size };
}

const rivals = values.against.map((each) => {
  const [name = '', folder = name] = each.split('=');
  return rowOf(basename(name), folder);
});
const rows = [rowOf('Sightline', join(ROOT, 'dist')), ...rivals];
printTable('JavaScript, gzip -9', rows);
console.log(`\nAll figures: ${saveReport('bench-size', rows)}`);
