/** Everything that detects: the threads, and the workflows that they run. */
import type { CodePool } from '../detect/codes/code-reader';
import { ModelRefused } from '../detect/objects/model/refused';
import { type Gates, type ObjectSettings, type Objects, openObjects } from '../detect/objects/open';
import { type PoolOptions, ThreadPool } from '../detect/threads/thread-pool';
import type { Programs } from '../runtime/programs';
import { createRegistry, type Registry } from './registry';

export type Detectors = { registry: Registry; objects: Objects; close(): Promise<void> };

export type DetectorSettings = Omit<ObjectSettings, 'program'> & { programs: Programs };

/** A frame takes tens of ms; a thread that needs this long hangs. A photo of 50 megapixels takes several seconds. */
const FRAME_LIMIT_MS = 5_000;
const PHOTO_LIMIT_MS = 30_000;
/** What they hold is counted in bytes (http/bodies.ts). */
const PHOTOS_WAITING = 32;

/** A model that cannot be used is said, and codes are read all the same. @throws Error where a thread cannot start. */
export async function openDetectors(settings: DetectorSettings, gates?: Gates): Promise<Detectors> {
  const { programs, threads, maxWaiting } = settings;
  const objects = await openObjects({ ...settings, program: programs.objects, gates }).catch(asMissing);
  const live = openCodes(programs.codes, {
    size: threads,
    jobLimitMs: FRAME_LIMIT_MS,
    maxWaiting,
    gate: gates?.fast,
  });
  // Photos have a thread of their own: they take seconds, and live frames must not wait behind one.
  const photos = openCodes(programs.codes, {
    size: 1,
    jobLimitMs: PHOTO_LIMIT_MS,
    maxWaiting: PHOTOS_WAITING,
  });
  return {
    registry: createRegistry({ codes: { live, photos }, objects }),
    objects,
    async close() {
      await Promise.all([live.close(), photos.close(), closeObjects(objects)]);
    },
  };
}

function asMissing(error: unknown): Objects {
  if (error instanceof ModelRefused) return { missing: error.message };
  throw error;
}

function openCodes(entry: string, options: Omit<PoolOptions, 'entry'>): CodePool {
  return new ThreadPool({ entry, ...options });
}

async function closeObjects(objects: Objects): Promise<void> {
  if ('facts' in objects) await Promise.all([objects.live.close(), objects.photos.close()]);
}
