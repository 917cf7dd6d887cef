/** `npm start`, `npm run dev` and `npm run phone`: worker, relay and app on this machine, as the settings in
 * .dev.vars have it. */
import { once } from 'node:events';
import { join } from 'node:path';
import { HELP, readArgs, readPorts, type StartArgs } from './start/args';
import { phoneLink, phoneText, qrText, readyText } from './start/banner';
import { build, isStale } from './start/build';
import { statePath } from './start/database';
import { checkSettings, devVarsPath, readDevVars } from './start/devVars';
import { claimPorts, lookAround } from './start/machine';
import { planStart, type StartPlan } from './start/plan';
import { StartProblem } from './start/problem';
import type { Child } from './start/processes/children';
import { whenCallersEnd } from './start/processes/parents';
import { Run, type Up } from './start/run';

const root = join(import.meta.dirname, '..');
const say = (line: string) => process.stdout.write(`${line}\n`);

function report(thrown: unknown): 1 | 2 {
  if (!(thrown instanceof StartProblem)) {
    process.stderr.write(`${thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)}\n`);
    return 1;
  }
  process.stderr.write(`\n${thrown.message}\n${thrown.details.map((line) => `  ${line}\n`).join('')}`);
  return thrown.exitCode;
}

async function prepare(args: StartArgs, ended: AbortSignal): Promise<StartPlan> {
  const path = devVarsPath(root, process.env);
  const values = readDevVars(path);
  const plan = planStart(values, lookAround(args, readPorts(process.env)));
  checkSettings(values, plan, path);
  for (const note of plan.notes) say(note);
  await claimPorts(plan);
  // Under --dev Vite builds each file as the browser asks for it.
  if (!args.dev && isStale(root)) {
    say('Building the page …');
    await build(root, ended);
  }
  return plan;
}

/** Aborts when someone wants the end: a signal, or a caller that is gone (npm killed, terminal closed). */
function whenAskedToEnd(): AbortSignal {
  const ended = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => ended.abort());
  whenCallersEnd(() => ended.abort());
  return ended.signal;
}

function died(child: Child): StartProblem {
  return new StartProblem(
    `${child.name} ended by itself, so everything stops; its last lines follow.`,
    1,
    child.log,
  );
}

async function greet(args: StartArgs, plan: StartPlan, { config, certificates, code }: Up): Promise<void> {
  const link = phoneLink(plan.app.url, code);
  const phone = args.phone ? `${await qrText(link)}\n${phoneText(certificates.files.caCert, code)}` : '';
  say(`${readyText(plan, config)}\n${phone}`);
}

async function runUntilEnd(args: StartArgs, plan: StartPlan, asked: Promise<unknown>): Promise<void> {
  let onDeath: (child: Child) => void = () => {};
  const death = new Promise<never>((_, fail) => {
    onDeath = (child) => fail(died(child));
  });
  const state = statePath(root, process.env);
  const run = new Run({
    root,
    state,
    plan,
    dev: args.dev,
    verbose: args.verbose,
    say,
    onDeath: (child) => onDeath(child),
  });
  try {
    const up = run.up().then((up) => greet(args, plan, up));
    await Promise.race([up.then(() => asked), asked, death]);
    say('\nStopping …');
  } finally {
    await run.stop();
  }
}

async function main(): Promise<number> {
  const ended = whenAskedToEnd();
  const asked = once(ended, 'abort');
  try {
    const args = readArgs(process.argv.slice(2));
    if (args.help) {
      say(HELP);
      return 0;
    }
    const plan = await Promise.race([prepare(args, ended), asked.then(() => null)]);
    if (plan !== null) await runUntilEnd(args, plan, asked);
    return 0;
  } catch (thrown) {
    return report(thrown);
  }
}

process.exit(await main());
