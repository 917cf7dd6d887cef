import type { Feature } from './features';
import type { Options } from './options';

/** What Sightline's embedded worker offers: for it, a lack of these is a defect. */
const EMBEDDED: Feature[] = [
  'gzip',
  'ice',
  'named',
  'video',
  'images',
  'drawing',
  'reason',
  'blocks',
  'interface',
  'webp',
  'ping',
  'quota',
];

export type Promises = { features: ReadonlySet<Feature>; because: string };

/**
 * The rules say what any server may lack; this says what this one may not. By hand with `--promises`, else by
 * what the server calls its metrics: Roboflow's server cannot be told from a crippled one, the embedded
 * worker can.
 */
export async function findPromises({ url, promises }: Options): Promise<Promises> {
  if (promises) return { features: new Set(promises), because: 'by --promises' };
  const metrics = await fetch(`${url}/metrics`, { signal: AbortSignal.timeout(5000) })
    .then((response) => response.text())
    .catch(() => '');
  if (/^sightline_/m.test(metrics)) {
    return { features: new Set(EMBEDDED), because: "as Sightline's embedded worker" };
  }
  return { features: new Set(), because: 'as a server that this suite does not know' };
}
