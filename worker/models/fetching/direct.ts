/**
 * The tarball itself, by HTTP: unlike npm this can go on where a download was cut off. npm says where it
 * lies; where it takes npm's own settings to get there (a proxy, a token, a certificate), npm fetches it.
 */
import { open, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { failureOf, PackFailed, startNpm } from './npm';
import type { Packing } from './npm-pack';

/** Nothing came: npm may still reach it. */
class NotDirect extends Error {}

/** npm heeds them, too; which of them holds for which address is its own affair. */
const PROXIES = /^(https?|all)_proxy$/i;

/** @returns the tarball's address; null where a proxy stands between. @throws PackFailed */
export async function tarballUrl(packing: Packing): Promise<URL | null> {
  const { name, version, folder, signal, silenceMs } = packing;
  // npm itself would wait for five minutes.
  const silence = AbortSignal.timeout(silenceMs);
  const ask = (...args: string[]) => startNpm(args, AbortSignal.any([signal, silence])).ended;
  const [proxies, view] = await Promise.all([
    ask('config', 'get', 'proxy', 'https-proxy'),
    ask('view', `${name}@${version}`, 'dist.tarball', `--cache=${join(folder, 'cache')}`),
  ]);
  if (signal.aborted) throw new PackFailed('stopped', false, '');
  if (view.status !== 0 && silence.aborted) throw new PackFailed('stalled', false, '');
  if (view.status !== 0) throw failureOf(view, false);
  const text = /https?:\/\/[^"\s]+/.exec(view.out)?.[0] ?? '';
  return proxies.status === 0 && !hasProxy(proxies.out) && URL.canParse(text) ? new URL(text) : null;
}

/** @param settings `proxy=null` and the like, a line each */
function hasProxy(settings: string): boolean {
  const isSet = ([name, value]: [string, string | undefined]) => PROXIES.test(name) && value;
  return /=(?!null\s*$)./m.test(settings) || Object.entries(process.env).some(isSet);
}

export type Part = Pick<Packing, 'onBytes' | 'signal' | 'silenceMs'> & {
  url: URL;
  /** What is there of it already is kept where the server goes on from there, and begun anew where not. */
  path: string;
  /** Of the whole. */
  bytes: number;
};

/**
 * One request. @returns whether all of it is there; false where not even a beginning came. @throws
 * PackFailed, or the disk's own error
 */
export async function fetchPart(part: Part): Promise<boolean> {
  const { path } = part;
  const there = await sizeOf(path);
  const line = openLine(part);
  try {
    const response = await request(part.url, there, line.signal);
    await append(response, startOf(response, there), part, line.isAlive);
    return true;
  } catch (error) {
    const why = whyOf(error, { part, isSilent: line.isSilent(), hasBegun: (await sizeOf(path)) > 0 });
    if (why instanceof NotDirect) return false;
    throw why;
  } finally {
    line.close();
  }
}

async function append(
  { body, headers }: Response,
  from: number,
  { path, bytes, onBytes }: Part,
  isAlive: () => void,
): Promise<void> {
  const file = await open(path, from > 0 ? 'a' : 'w');
  try {
    let come = from;
    for await (const chunk of body ?? []) {
      isAlive();
      come += chunk.length;
      // Whatever it is: nobody's disk is to be filled with it.
      if (come > bytes) throw new PackFailed('other-package', true, '');
      await file.appendFile(chunk);
      onBytes(come);
    }
    // Where the answer said its length and kept to it, it is whole, and another one.
    if (come < bytes && headers.has('content-length')) throw new PackFailed('other-package', true, '');
    if (come < bytes) throw new TypeError('It ended early.');
  } finally {
    await file.close();
  }
}

function request(url: URL, there: number, signal: AbortSignal): Promise<Response> {
  // As it is: what is decoded on the way has no sizes.
  const headers = { 'accept-encoding': 'identity', ...(there > 0 ? { range: `bytes=${there}-` } : {}) };
  return fetch(url, { headers, signal });
}

/** Byte from which this goes on. @throws NotDirect */
function startOf({ status, headers }: Response, there: number): number {
  const from = Number(/^bytes (\d+)-/.exec(headers.get('content-range') ?? '')?.[1]);
  if (status === 206 && from === there) return there;
  if (status === 200) return 0;
  throw new NotDirect(`It answers ${status}.`);
}

/** Cut where the person stops it, or nothing comes for so long. */
function openLine({ signal, silenceMs }: Part) {
  const silence = new AbortController();
  const timer = setTimeout(() => silence.abort(), silenceMs);
  return {
    signal: AbortSignal.any([signal, silence.signal]),
    isAlive: () => void timer.refresh(),
    isSilent: () => silence.signal.aborted,
    close: () => clearTimeout(timer),
  };
}

type Circumstances = { part: Part; isSilent: boolean; hasBegun: boolean };

function whyOf(error: unknown, { part, isSilent, hasBegun }: Circumstances): unknown {
  if (part.signal.aborted) return new PackFailed('stopped', hasBegun, '');
  if (isSilent) return new PackFailed('stalled', hasBegun, '');
  // What fetch throws, before the first byte or after; all else is the disk's, or was said above.
  if (!(error instanceof TypeError)) return error;
  return hasBegun ? new PackFailed('cut-off', true, '') : new NotDirect(error.message);
}

export function sizeOf(path: string): Promise<number> {
  return stat(path).then(
    ({ size }) => size,
    () => 0,
  );
}
