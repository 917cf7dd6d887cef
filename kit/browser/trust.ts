/** A browser's home that trusts the tests' CA, and one that does not. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { findTool } from '../process/tools.mjs';

/** `caFile`: PEM. @returns the HOME to give to Chromium, which reads `$HOME/.pki/nssdb` on Linux. */
export function trustingHome(folder: string, caFile: string): string {
  const home = emptyHome(folder, 'trusting');
  trustIn(join(home, '.pki', 'nssdb'), caFile);
  return home;
}

/** Makes a certificate store in which `caFile` (PEM) may sign servers. Firefox's is its profile's folder. */
export function trustIn(db: string, caFile: string): void {
  const certutil = findTool('certutil');
  if (!certutil) throw new Error('certutil is not installed; install the package "libnss3-tools".');
  mkdirSync(db, { recursive: true });
  execFileSync(certutil, ['-d', `sql:${db}`, '-N', '--empty-password']);
  execFileSync(certutil, ['-d', `sql:${db}`, '-A', '-t', 'C,,', '-n', 'sightline-e2e', '-i', caFile]);
}

export function emptyHome(folder: string, name: string): string {
  const home = join(folder, `home-${name}`);
  rmSync(home, { recursive: true, force: true });
  mkdirSync(home, { recursive: true });
  return home;
}
