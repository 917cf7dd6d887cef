/** One package from the registry, by `npm pack`. It gets a cache of its own, whose growth is the progress. */
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { failureOf, PackFailed, startNpm } from './npm';

export type Packing = {
  name: string;
  version: string;
  /** An empty one, for this alone. */
  folder: string;
  /** Bytes that have come. */
  onBytes: (bytes: number) => void;
  signal: AbortSignal;
  /** How long nothing may come, ms. */
  silenceMs: number;
};

const POLL_MS = 150;
/** npm's own index of a package and its logs; a tarball is larger. */
const LEAST_BEGUN = 64 * 1024;

/** @returns the path of the tarball. @throws PackFailed */
export async function npmPack(packing: Packing): Promise<string> {
  const { name, version, folder, onBytes, signal, silenceMs } = packing;
  const cache = `--cache=${join(folder, 'cache')}`;
  const npm = startNpm(['pack', `${name}@${version}`, `--pack-destination=${folder}`, cache], signal);
  const growth = watch(folder, { onBytes, silenceMs, onSilence: npm.kill });
  const ended = await npm.ended;
  const { hasBegun, isSilent } = growth.stop();
  const tarball = (await readdir(folder)).find((each) => each.endsWith('.tgz'));
  if (ended.status === 0 && tarball) return join(folder, tarball);
  if (signal.aborted) throw new PackFailed('stopped', hasBegun, '');
  if (isSilent) throw new PackFailed('stalled', hasBegun, '');
  throw failureOf(ended, hasBegun);
}

type Watch = { onBytes: (bytes: number) => void; silenceMs: number; onSilence: () => void };

function watch(folder: string, { onBytes, silenceMs, onSilence }: Watch) {
  let [bytes, grewAt, isSilent] = [0, Date.now(), false];
  const timer = setInterval(async () => {
    const now = await sizeOf(folder);
    if (now > bytes) [bytes, grewAt] = [now, Date.now()];
    if (bytes >= LEAST_BEGUN) onBytes(bytes);
    if (isSilent || Date.now() - grewAt < silenceMs) return;
    isSilent = true;
    onSilence();
  }, POLL_MS);
  return {
    stop() {
      clearInterval(timer);
      return { hasBegun: bytes >= LEAST_BEGUN, isSilent };
    },
  };
}

/** Files come and go while it looks. */
async function sizeOf(folder: string): Promise<number> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true }).catch(() => []);
  const sizes = await Promise.all(
    entries
      .filter((entry) => entry.isFile())
      .map((entry) =>
        stat(join(entry.parentPath, entry.name)).then(
          ({ size }) => size,
          () => 0,
        ),
      ),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}
