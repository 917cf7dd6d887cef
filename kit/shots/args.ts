/** What may stand behind `npm run shots --`. */
import { parseArgs } from 'node:util';

export const USAGE = `npm run shots                 a picture of every state and every kind of result, 390 × 844
  --sizes all                 also on its side (844 × 390), on a desktop (1280 × 800), in half of a split
                              screen (390 × 420) and in a small window (720 × 420)
  --of states                 the states of the screen alone; or results
  --only zone,masks           some of them; of results, where --of says nothing else
npm run shots -- --install    the install dialog's pictures, public/screenshots, taken anew
  --help                      this text`;

/** CSS px. */
export const SIZES = {
  phone: { width: 390, height: 844 },
  side: { width: 844, height: 390 },
  desktop: { width: 1280, height: 800 },
  split: { width: 390, height: 420 },
  window: { width: 720, height: 420 },
};
export type SizeName = keyof typeof SIZES;
const KINDS = ['states', 'results'] as const;
export type ShotArgs = {
  sizes: SizeName[];
  of: (typeof KINDS)[number][];
  only: string[] | null;
  install: boolean;
};

/** @returns null where help is asked for. @throws Error for a size or a kind that there is none */
export function parseShotArgs(argv: string[]): ShotArgs | null {
  const { values } = parseArgs({
    args: argv,
    options: {
      sizes: { type: 'string', default: 'phone' },
      of: { type: 'string' },
      only: { type: 'string' },
      install: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return null;
  const names = Object.keys(SIZES) as SizeName[];
  const sizes = values.sizes === 'all' ? names : names.filter((name) => values.sizes.split(',').includes(name)); // biome-ignore format: one line
  if (sizes.length === 0) throw new Error(`There is no size ${values.sizes}: ${names.join(', ')}, all.`);
  const wanted = values.of ?? (values.only === undefined ? 'states,results' : 'results');
  const of = KINDS.filter((kind) => wanted.split(',').includes(kind));
  if (of.length === 0) throw new Error(`There are no pictures of ${wanted}: ${KINDS.join(', ')}.`);
  return { sizes, of, only: values.only?.split(',') ?? null, install: values.install };
}
