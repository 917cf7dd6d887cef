/** The checks, the conformance suite and the lab. */
import { dry, helpOf, type Row, run, runInPart } from '../row';

const MUTANT = 'npm run conformance:mutants';
const SERVER = 'http://127.0.0.1:9001 --quota 0 --patience 3';

/** Without its pre-script, which installs packages for the workers of one suite. */
function lab(command: string, why: string): Row {
  return dry(command, why, helpOf(command, 'npm run lab --ignore-scripts -- --help'));
}

function conformance(options: string, why: string): Row {
  const command = `npm run conformance -- ${options}`;
  return dry(command, why, helpOf(command, 'npm run conformance -- --help'));
}

/** Listed: with its relay, browser and build it is a step of `npm test`. */
function browserTest(filter: string, prints: RegExp): Row {
  const command = `npx playwright test --project=chromium ${filter}`;
  return dry(command, 'it is a step of `npm test`', { typed: `${command} --list`, prints: [prints] });
}

export const CHECKS: Row[] = [
  { command: 'npm test', way: 'itself', why: 'it runs this table', tries: {} },
  dry('npm run check', 'they are steps of `npm test`', {
    typed: 'npm run check -- --list',
    prints: [/^lint$/m, /^types$/m, /^units$/m],
  }),
  dry('npm run e2e', 'they are steps of `npm test`', {
    typed: 'npm run e2e -- --list',
    prints: [/Total: \d+ tests in \d+ files/],
  }),
  run('npx vitest run --project=units health', { prints: [/Test Files.* 1 passed/] }),
  run("npx vitest run --project=units health -t 'hangs'", {
    prints: [/Tests.*1 passed.*skipped/],
  }),
  browserTest('live.spec.ts', /live\.spec\.ts/),
  browserTest("-g 'which version'", /Total: 1 test in 1 file/),
  runInPart('npm run fuzz', 'the requests alone; all of it takes some minutes', {
    typed: 'npm run fuzz -- tests/fuzz/requests',
    // The same input each time: what chance brings up is the nightly run's to find.
    env: { FUZZ_COUNT: '500', FUZZ_SEED: '11' },
    prints: [/Tests.* passed/],
  }),
  runInPart('npm run shots', 'one of them; all take two minutes', {
    typed: 'npm run shots -- --only made-one',
    prints: [/^results, phone: 1 taken, side by side in .*index\.html$/m],
  }),
  conformance('--url http://host:9001 [--api-key KEY]', 'placeholders'),
  dry('conformance/roboflow/serve.sh 9001', 'installs 1.3 GB from PyPI', {
    typed: 'test -x conformance/roboflow/serve.sh && bash -n conformance/roboflow/serve.sh',
  }),
  conformance(`--url ${SERVER}`, "needs Roboflow's server, started by the line before"),
  dry('npm run e2e:roboflow', 'installs 1.3 GB from PyPI', {
    typed: 'npx playwright test -c tests/roboflow --list',
    prints: [/outputs\.spec\.ts/],
  }),
  dry('npm run e2e:roboflow -- outputs', 'as above', {
    typed: 'npx playwright test -c tests/roboflow outputs --list',
    prints: [/outputs\.spec\.ts/],
  }),
  dry('npx playwright test -c tests/roboflow', "needs Roboflow's server, as above", {
    typed: 'npx playwright test -c tests/roboflow --list',
    prints: [/left-dials\.spec\.ts/, /answers\.spec\.ts/],
  }),
  dry('npx vitest run --project=conformance', 'it is a step of `npm test`', {
    typed: 'npx vitest list --filesOnly --project=conformance',
    prints: [/conformance\/embedded\.test\.ts/, /conformance\/options\.test\.ts/],
  }),
  runInPart(MUTANT, 'one of them; all take minutes', {
    typed: `${MUTANT} -- -t 'refuses unknown fields'`,
    prints: [/Tests.* 1 passed/],
  }),
  lab('npm run lab', 'takes an hour'),
  lab('npm run lab -- --only 443-only --ways enh,enh-cold --dials 3', 'takes minutes, and root'),
  lab('npm run lab -- --suite NAME', 'takes minutes to an hour'),
  dry(
    'npm run bench',
    'takes twelve minutes, and root',
    helpOf('npm run bench', 'npm run bench --ignore-scripts -- --help'),
  ),
  dry('npx tsx lab/selftest.ts', 'needs root, and takes a minute', {
    typed: 'npx tsx lab/selftest.ts --only nowhere',
    prints: [/--only does not know nowhere\. There are: open/],
    exit: 1,
  }),
  dry('sudo sysctl net.ipv4.ip_unprivileged_port_start=443', 'changes the machine', {
    typed: 'cat /proc/sys/net/ipv4/ip_unprivileged_port_start',
    prints: [/^\d+$/m],
    needs: ['test -d /proc/sys/net'],
  }),
  run('npm run format', { prints: [/No fixes applied/] }),
  run('npm run build:pixels', { needs: ['clang --version', 'wasm-ld --version'] }),
];
