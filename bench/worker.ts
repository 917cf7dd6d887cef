/**
 * `npm run bench:worker`: what the embedded worker delivers, costs, holds and leaves behind. The worker is a
 * process of its own, and so are the cameras; figures about the worker are its own (`GET /metrics`) or the
 * kernel's (/proc).
 */
import { loadavg } from 'node:os';
import { printTable, type Row, saveReport } from '../kit/figures/report';
import { connects, halfOpen } from './worker/connects';
import { type Options, readOptions, USAGE, wantsHelp } from './worker/options';
import { measureOverhead } from './worker/overhead';
import { soak } from './worker/soak';
import { measureStreams } from './worker/streams';

type Part = { key: string; isAsked: boolean; title: string; measure: () => Promise<Row[]> };

function partsOf(options: Options): Part[] {
  const { workflow, fps } = options;
  return [
    {
      key: 'streams',
      isAsked: options.streams.length > 0,
      title: `Workflow "${workflow}", 640×480 at ${fps} frames/s a camera; cameras share the machine's cores`,
      measure: () => measureStreams(options),
    },
    {
      key: 'overhead',
      isAsked: options.overhead,
      title: 'Cost of a frame beside a bare run of the same model (asked: at most 1.25)',
      measure: measureOverhead,
    },
    {
      key: 'connects',
      isAsked: options.connects > 0,
      title: `Sessions one after the other, workflow "${workflow}"`,
      measure: () => connects(options),
    },
    {
      key: 'half-open',
      isAsked: options.halfOpen > 0,
      title: 'Offers whose client never connects',
      measure: () => halfOpen(options),
    },
    {
      key: 'soak',
      isAsked: options.soak > 0,
      title: `Memory over ${options.soak} minutes, workflow "${workflow}"; slopes of the least in each window`,
      measure: () => soak(options),
    },
  ];
}

async function main(): Promise<void> {
  if (wantsHelp(process.argv)) return console.log(USAGE);
  const options = optionsOrExit();
  for (const { key, isAsked, title, measure } of partsOf(options)) {
    if (!isAsked) continue;
    const load = loadavg()[0]?.toFixed(1);
    const rows = await measure();
    printTable(`${title}\n(load average before: ${load})`, rows);
    console.log(
      `As JSON: ${saveReport(`worker-${key}`, { at: new Date().toISOString(), load, options, rows })}`,
    );
  }
}

function optionsOrExit(): Options {
  try {
    return readOptions(process.argv.slice(2));
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n\n${USAGE}`);
    process.exit(2);
  }
}

await main();
// libwebrtc's threads in this process would keep it alive.
process.exit();
