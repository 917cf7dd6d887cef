/** What may stand behind `npm run shots --`. */
import { parseArgs } from 'node:util';

export const USAGE = `npm run shots                 a picture of every kind of result, 390 × 844
  --sizes all                 on its side (844 × 390) and on a desktop (1280 × 800), too
  --only zone,masks           some of them
npm run shots -- --install    the install dialog's pictures, public/screenshots, taken anew
  --help                      this text`;

/** CSS px. */
export const SIZES = {
  phone: { width: 390, height: 844 },
  side: { width: 844, height: 390 },
  desktop: { width: 1280, height: 800 },
};
export type SizeName = keyof typeof SIZES;
export type ShotArgs = { sizes: SizeName[]; only: string[] | null; install: boolean };

/** @returns null where help is asked for. @throws Error for a size that there is none */
export function parseShotArgs(argv: string[]): ShotArgs | null {
  const { values } = parseArgs({
    args: argv,
    options: {
      sizes: { type: 'string', default: 'phone' },
      only: { type: 'string' },
      install: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return null;
  const names = Object.keys(SIZES) as SizeName[];
  const sizes = values.sizes === 'all' ? names : names.filter((name) => values.sizes.split(',').includes(name)); // biome-ignore format: one line
  if (sizes.length === 0) throw new Error(`There is no size ${values.sizes}: ${names.join(', ')}, all.`);
  return { sizes, only: values.only?.split(',') ?? null, install: values.install };
}
