/** A deploy of the next version, and what a page knows of it. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

let deploys = 0;

/**
 * Changes a built page as the next build of it would: the page says another version, and its service worker
 * lists another page. @returns the version.
 */
export function deployNext(dist: string): string {
  deploys += 1;
  const version = `Sightline, deployed for the ${deploys}. time`;
  change(join(dist, 'index.html'), /(?<=name="generator" content=")[^"]+/, version);
  change(join(dist, 'sw.js'), /(?<=url:"index\.html",revision:")[^"]+/, `revision${deploys}`);
  return version;
}

function change(file: string, what: RegExp, to: string): void {
  const before = readFileSync(file, 'utf8');
  const after = before.replace(what, to);
  if (after === before) throw new Error(`${file} has nothing like ${what}.`);
  writeFileSync(file, after);
}

/** The rest is for a page. Which version this is. */
export const versionHere = () =>
  document.querySelector<HTMLMetaElement>('meta[name=generator]')?.content ?? '';

export const isControlled = () => navigator.serviceWorker.controller !== null;

/** Looks for a new version, as the page does itself each hour. Whether one waits. */
export async function lookForNext(): Promise<boolean> {
  const registration = await navigator.serviceWorker.getRegistration();
  await registration?.update();
  return Boolean(registration?.waiting);
}

/** Whether one waits still. */
export const isWaiting = async () => Boolean((await navigator.serviceWorker.getRegistration())?.waiting);
