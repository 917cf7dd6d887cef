/** Everything that detects: the threads, and the workflows that they run. */
import type { CodePools } from '../detect/codes/code-reader';
import { ModelRefused } from '../detect/objects/model/refused';
import { type ObjectSettings, type Objects, openObjects } from '../detect/objects/open';
import type { TextFiles } from '../detect/text/text-model';
import type { TextPools } from '../detect/text/text-reader';
import type { TextThreadData } from '../detect/text/text-thread';
import { closePools, createPools, type Gates } from '../detect/threads/pools';
import type { Programs } from '../runtime/programs';
import { createRegistry, type Registry } from './registry';

export type Detectors = { registry: Registry; objects: Objects; close(): Promise<void> };

export type DetectorSettings = Omit<ObjectSettings, 'program' | 'gates'> & {
  programs: Programs;
  /** None where they are not in place. */
  text?: TextFiles | null;
};

/**
 * A frame takes tens of ms; a thread that needs this long hangs. A photo of 50 megapixels takes several
 * seconds.
 */
const FRAME_LIMIT_MS = 5_000;
const PHOTO_LIMIT_MS = 30_000;
/** The first one waits for the networks to be loaded. */
const TEXT_FRAME_LIMIT_MS = 15_000;

/**
 * A model that cannot be used is said, and codes are read all the same. @throws Error where a thread cannot
 * start.
 */
export async function openDetectors(settings: DetectorSettings, gates?: Gates): Promise<Detectors> {
  const { programs, threads, maxWaiting } = settings;
  const objects = await openObjects({ ...settings, program: programs.objects, gates }).catch(asMissing);
  const limits = { frameLimitMs: FRAME_LIMIT_MS, photoLimitMs: PHOTO_LIMIT_MS, maxWaiting };
  const codes: CodePools = createPools({ ...limits, entry: programs.codes, threads, gates });
  const text = settings.text ? createTextPools(settings.text, settings, gates) : null;
  return {
    registry: createRegistry({ codes, objects, text }),
    objects,
    async close() {
      await Promise.all([
        closePools(codes),
        'facts' in objects && closePools(objects),
        text && closePools(text),
      ]);
    },
  };
}

/**
 * One thread, as a page of text takes it half a second; and among the slow ones, of which one at a time is at
 * work: whoever reads text has one core of all, whatever the others look for.
 */
function createTextPools(
  files: TextFiles,
  { programs, maxWaiting, first }: Pick<DetectorSettings, 'programs' | 'maxWaiting' | 'first'>,
  gates?: Gates,
): TextPools {
  const data: TextThreadData = { files, keepsMemory: first === 'live' };
  return createPools({
    entry: programs.text,
    data,
    threads: 1,
    endsItself: true,
    frameLimitMs: TEXT_FRAME_LIMIT_MS,
    photoLimitMs: PHOTO_LIMIT_MS,
    maxWaiting,
    gates: gates && { fast: gates.slow, slow: gates.slow },
  });
}

function asMissing(error: unknown): Objects {
  if (error instanceof ModelRefused) return { missing: error.message };
  throw error;
}
