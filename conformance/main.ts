/** `npm run conformance -- --url http://host:9001`: does this server speak the worker's protocol? */
import { OptionError, type Options, readOptions, USAGE } from './options';
import { findPromises } from './promises';
import { GROUPS } from './rules';
import { lastLine, runSuite } from './run';
import { toRow } from './table';

function optionsOrExit(): Options {
  if (process.argv.includes('--help')) {
    console.log(USAGE);
    process.exit(0);
  }
  try {
    return readOptions(process.argv.slice(2), process.env);
  } catch (error) {
    if (!(error instanceof OptionError)) throw error;
    console.error(`${error.message}\n${USAGE}`);
    process.exit(2);
  }
}

async function main(): Promise<number> {
  const options = optionsOrExit();
  const { features, because } = await findPromises(options);
  console.log(
    `${options.url}, judged ${because}; must not lack: ${[...features].join(', ') || 'nothing optional'}`,
  );
  const titles = new Map(GROUPS.map(({ title, rules }) => [rules[0], title]));
  const began = performance.now();
  const report = await runSuite(options, (finding) => {
    const title = titles.get(finding.rule);
    if (title) console.log(`\n── ${title}`);
    console.log(toRow(finding));
  });
  console.log(`\n${Math.round((performance.now() - began) / 1000)} s`);
  console.log(lastLine(report));
  return report.failed > 0 ? 1 : 0;
}

// libwebrtc's threads outlive its closed peers for a while.
process.exit(await main());
