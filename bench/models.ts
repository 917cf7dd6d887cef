/**
 * `npm run bench:models`: the model of everyday things in one table. How true it is to the published graph,
 * what it costs beside a bare run, what it sees through a phone's video and for how many bytes, how many results
 * a second it gives, what ACC adds in photos, and how well text is read.
 */
import { parseArgs } from 'node:util';
import { printTable, type Row, saveReport } from '../kit/figures/report';
import { fetchModel } from '../worker/models/fetching/fetch';
import { EVERYDAY } from '../worker/models/recipes/everyday';
import { measureAccurate } from './models/accurate';
import { measureFaith } from './models/faith';
import { measureFrame } from './models/frame';
import { measureLive } from './models/live';
import { measureRate } from './models/rate';
import { measureSent } from './models/sent';
import { measureText } from './models/text';

/** Each gives rows `figure, measured, bar, holds`. */
const PARTS: Record<string, (path: string) => Promise<Row[]>> = {
  faith: measureFaith,
  frame: measureFrame,
  live: measureLive,
  sent: measureSent,
  rate: measureRate,
  accurate: measureAccurate,
  text: measureText,
};

const USAGE = `npm run bench:models -- [--only ${Object.keys(PARTS).join('|')}]`;

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { only: { type: 'string' }, help: { type: 'boolean' } } });
  if (values.help) return console.log(USAGE);
  const parts = Object.entries(PARTS).filter(([name]) => name === (values.only ?? name));
  if (parts.length === 0) throw new RangeError(USAGE);
  const path = await fetchModel(EVERYDAY);
  const rows: Row[] = [];
  for (const [, measure] of parts) rows.push(...(await measure(path)));
  printTable('The models that are fetched', rows);
  console.log(`As JSON: ${saveReport('models', { at: new Date().toISOString(), rows })}`);
  if (rows.some(({ holds }) => holds === 'no')) process.exitCode = 1;
}

await main();
// libwebrtc's threads in this process would keep it alive.
process.exit();
