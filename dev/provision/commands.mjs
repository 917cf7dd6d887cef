/** Programs of the system, run so that a person sees what they do and that none of them asks a question. */
import { spawn, spawnSync } from 'node:child_process';

/** @typedef {readonly [string, ...string[]]} Command */

/**
 * The exit status; 127 where there is no such program.
 * @param {Command} command
 * @param {NodeJS.ProcessEnv} [env] added to this process's own
 * @returns {Promise<number>}
 */
export function show([program, ...args], env = {}) {
  return new Promise((done) => {
    const child = spawn(program, args, {
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, ...env },
    });
    child.on('error', () => done(127));
    child.on('exit', (code) => done(code ?? 1));
  });
}

/**
 * The exit status, and what it wrote to its standard error instead of showing it.
 * @param {Command} command
 * @param {NodeJS.ProcessEnv} [env] added to this process's own
 * @returns {Promise<{ status: number, errors: string }>}
 */
export function hear([program, ...args], env = {}) {
  return new Promise((done) => {
    const child = spawn(program, args, {
      stdio: ['ignore', 'inherit', 'pipe'],
      env: { ...process.env, ...env },
    });
    let errors = '';
    child.stderr.on('data', (chunk) => {
      errors += chunk;
    });
    child.on('error', (error) => done({ status: 127, errors: `${error.message}\n` }));
    child.on('close', (code) => done({ status: code ?? 1, errors }));
  });
}

/**
 * Did it run, and succeed? Says nothing.
 * @param {Command} command
 */
export function works([program, ...args]) {
  return spawnSync(program, args, { stdio: 'ignore' }).status === 0;
}

/**
 * The words to put before a command that only root may run: none for root, sudo where it asks for no
 * password, else null.
 * @returns {readonly string[] | null}
 */
export function privilege() {
  if (process.getuid?.() === 0) return [];
  return works(['sudo', '-n', 'true']) ? ['sudo', '-n'] : null;
}
