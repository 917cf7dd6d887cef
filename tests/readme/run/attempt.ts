/** One row's command, typed into a shell at the root of a clone. */
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Child, plainEnv, startChild } from '../../../kit/process/child';
import { ownPorts } from '../../../kit/stack/start';
import type { Env, Given, Row, Serving } from '../row';

const READY_MS = 90_000;
const END_MS = 120_000;
const CTRL_C_MS = 15_000;

export type Outcome = { exit: number | null; said: string };

/** The first program that this machine lacks; undefined where it has all. */
export function missing({ tries }: Row): string | undefined {
  return tries.needs?.find((probe) => spawnSync('sh', ['-c', probe], { stdio: 'ignore' }).status !== 0);
}

/** @param root of the clone. Its settings are gone afterwards, and so is everything that was started. */
export async function attempt({ command, tries }: Row, root: string): Promise<Outcome> {
  const given: Given = (await tries.given?.(root)) ?? {};
  try {
    const env = { ...(await environment(root)), ...tries.env, ...given.env };
    const typed = filled(tries.typed ?? command, given.words ?? {});
    return await type(typed, { cwd: join(root, tries.cwd ?? '.'), env }, tries.serves);
  } finally {
    await given.stop?.();
    rmSync(join(root, '.dev.vars'), { force: true });
  }
}

function filled(typed: string, words: Record<string, string>): string {
  return typed.replace(/\{(\w+)\}/g, (whole, name: string) => words[name] ?? whole);
}

/** No account of the person's, no question, no look for updates. */
async function environment(root: string): Promise<Env> {
  const quiet = {
    npm_config_update_notifier: 'false',
    WRANGLER_SEND_METRICS: 'false',
    WRANGLER_HIDE_BANNER: 'true',
  };
  return {
    ...plainEnv(),
    ...quiet,
    ...(await ownPorts()),
    XDG_CONFIG_HOME: join(root, '.sightline', 'config'),
  };
}

async function type(typed: string, where: { cwd: string; env: Env }, serves?: Serving): Promise<Outcome> {
  const ready = serves ? { ready: serves.ready, readyMs: READY_MS } : {};
  const child = await startChild('sh', ['-c', typed], { ...where, ...ready });
  try {
    if (serves) return await serveAndEnd(child, serves);
    return { exit: await ended(child, END_MS), said: child.output() };
  } finally {
    await child.stop();
  }
}

/** Ctrl-C reaches npm and its shell, too, which end by it: that exit code says nothing. */
async function serveAndEnd(child: Child, { answers }: Serving): Promise<Outcome> {
  const url = await answers(child.output());
  child.interrupt();
  const exit = (await ended(child, CTRL_C_MS)) ?? 0;
  await untilSilent(url);
  return { exit, said: child.output() };
}

async function ended(child: Child, limitMs: number): Promise<number | null> {
  const exit = await Promise.race([child.exited, sleep(limitMs, 'late' as const, { ref: false })]);
  if (exit !== 'late') return typeof exit === 'number' ? exit : null;
  throw new Error(`It did not end within ${limitMs / 1000} s:\n${child.output().slice(-3000)}`);
}

/** Nobody answers there any more. @throws Error where somebody still does */
async function untilSilent(url: string): Promise<void> {
  const until = Date.now() + CTRL_C_MS;
  while (await isHeld(new URL(url))) {
    if (Date.now() > until) throw new Error(`${url} still answers after Ctrl-C.`);
    await sleep(100);
  }
}

function isHeld({ hostname, port }: URL): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect({ host: hostname, port: Number(port) });
    socket.once('connect', () => done(true)).once('error', () => done(false));
    socket.once('connect', () => socket.destroy());
  });
}
