/**
 * `npm run doctor -- --url https://deployment`: checks a deployment from outside, as a phone and a monitor see
 * it. `--keys`, which is `npm run verify:turn`: asks the relays of .dev.vars, before there is a deployment.
 */
import { HELP, readDoctorArgs } from './doctor/args';
import { examine, type Order } from './doctor/examine';
import { EXIT, exitCodeOf } from './doctor/finding';
import { verifyOwnRelays } from './doctor/ownRelays';
import { asJson, linesOf, summary } from './doctor/report';
import { StartProblem } from './start/problem';

async function main(): Promise<number> {
  const args = readDoctorArgs(process.argv.slice(2), process.env);
  if ('help' in args) {
    console.log(HELP);
    return EXIT.well;
  }
  return 'keys' in args ? verifyOwnRelays() : check(args);
}

async function check({ json, ...order }: Order & { json: boolean }): Promise<number> {
  const startedAt = new Date();
  const findings = await examine(order, (finding) => {
    if (!json) console.log(linesOf(finding).join('\n'));
  });
  const exitCode = exitCodeOf(findings);
  console.log(json ? asJson(order.origin, startedAt, findings, exitCode) : summary(exitCode));
  return exitCode;
}

function report(thrown: unknown): number {
  if (!(thrown instanceof StartProblem)) throw thrown;
  console.error([thrown.message, ...thrown.details].join('\n'));
  return thrown.exitCode;
}

process.exitCode = await main().catch(report);
