/**
 * `npm run bench:taps`: from the first paint to the viewfinder, and from a tap to boxes, with the page's thread four
 * times slower, beside Roboflow's sample app and the first screen of LiveKit's starters, all built and visited in the
 * same run. LiveKit has no server here, so that it is compared up to the viewfinder alone.
 */
import { parseArgs } from 'node:util';
import { printTable, type Row, saveReport } from '../kit/figures/report';
import { median } from '../kit/figures/statistics';
import { keepApp, keepBrowsers, keepFolder } from '../kit/stack/ownApp';
import { startParts } from '../kit/stack/parts';
import { startProcess } from '../kit/stack/worker';
import { type App, visit, type Waited } from './taps/measure';
import { buildRival, serveRival } from './taps/rivals';

const SLOWER = 4;
/** Of Sightline's figure to each rival's. */
const BAR = 0.7;
const USAGE = `npm run bench:taps               some three minutes; LiveKit's packages come from npm's registry
  --rounds 7                    visits of each page, in turns; medians are compared`;

type Measured = Record<string, Waited[]>;

/** Everything that is visited, by its name. The worker does not zip: the SDK cannot read what is zipped. */
function startPages() {
  return startParts(async (keep) => {
    const folder = keepFolder(keep, 'taps');
    const worker = keep(await startProcess({ GZIP: '0', STUN_URL: '' }), ({ stop }) => stop());
    const settings = { ROBOFLOW_SERVER_URL: worker.url, FAST_WORKFLOW_ID: 'fast' };
    const app = await keepApp(keep, folder, settings);
    const serve = async (name: 'roboflow' | 'livekit') =>
      keep(await serveRival(await buildRival(name), app.url), ({ close }) => close());
    const [roboflow, livekit] = [await serve('roboflow'), await serve('livekit')];
    const browsers = keepBrowsers(keep, folder);
    const pages: Record<string, App> = {
      Sightline: { url: app.url, button: 'LIVE' },
      'Roboflow’s sample': { url: roboflow.url, button: 'Start', tapOpens: true },
      'Roboflow’s sample, camera open before': { url: `${roboflow.url}/?early`, button: 'Start' },
      'LiveKit’s first screen': { url: livekit.url, button: null },
    };
    return { pages, browser: await browsers.get({ scene: 'signs' }) };
  });
}

async function measure(rounds: number): Promise<Measured> {
  const { pages, browser, stop } = await startPages();
  const measured: Measured = {};
  try {
    // The first round finds cold caches everywhere, and is not counted.
    for (let round = 0; round <= rounds; round += 1)
      for (const [name, page] of Object.entries(pages)) {
        const waited = await visit(browser, page, SLOWER);
        if (round > 0) measured[name] = [...(measured[name] ?? []), waited];
      }
    return measured;
  } finally {
    await stop();
  }
}

/** Who paints late waits less from there: so the whole wait stands beside it. */
const FIGURES = {
  openToViewfinder: 'page opened to viewfinder',
  paintToViewfinder: 'first paint to viewfinder',
  tapToBoxes: 'tap to boxes',
} as const;

function rowsOf({ Sightline: ours = [], ...rivals }: Measured): Row[] {
  const middle = (visits: Waited[], figure: keyof Waited) =>
    median(visits.map((each) => each[figure] ?? Number.NaN));
  return (Object.keys(FIGURES) as (keyof typeof FIGURES)[]).flatMap((figure) =>
    Object.entries(rivals).map(([rival, visits]) => {
      const [own, other] = [middle(ours, figure), middle(visits, figure)];
      const ratio = own / other;
      const holds = Number.isNaN(ratio) ? 'not to be had without a server' : ratio <= BAR ? 'yes' : 'no';
      return {
        figure: FIGURES[figure],
        rival,
        'Sightline ms': own,
        'rival ms': other,
        ratio,
        [`≤ ${BAR}`]: holds,
      };
    }),
  );
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { rounds: { type: 'string', default: '7' }, help: { type: 'boolean', default: false } },
  });
  if (values.help) return console.log(USAGE);
  const measured = await measure(Math.max(1, Number(values.rounds) || 7));
  const rows = rowsOf(measured);
  printTable(`The page's thread ${SLOWER} times slower, medians`, rows);
  console.log(`\nAll figures: ${saveReport('bench-taps', { rows, measured })}`);
}

await main();
process.exit();
