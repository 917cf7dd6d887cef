/** Under what the codes are photographed. */

import type { Random } from '../../kit/figures/random';
import { farScale, type Shot } from './camera';
import type { CodeSymbol } from './symbols';

export type Condition = { name: string; shot: (symbol: CodeSymbol, random: Random) => Shot };

/** Codes made of bars are held about level: a person turns them so. Square ones stand at any angle. */
function anyTurn({ isBars }: CodeSymbol, random: Random): number {
  return isBars ? random.between(-10, 10) : random.between(0, 360);
}

/** Smallest module anywhere on the code, px; larger only where the code fits into the picture with them. */
const MODULE_PX = { low: 3, high: 4.5 };
/** What a code and its quiet zones may take of the picture's width, px. */
const ROOM_PX = 600;

function straight(symbol: CodeSymbol, random: Random): Shot {
  return { modulePx: moduleSize(symbol, random, 0), turn: 0, lean: 0, blurSigma: 0, noiseSigma: 0 };
}

function held(symbol: CodeSymbol, random: Random): Shot {
  const lean = random.between(0, 15);
  const turn = anyTurn(symbol, random);
  return { modulePx: moduleSize(symbol, random, lean), turn, lean, blurSigma: 0, noiseSigma: 0 };
}

function moduleSize({ columns, rows, quiet }: CodeSymbol, random: Random, lean: number): number {
  const reach = (px: number) => (Math.hypot(columns, rows) / 2) * px;
  const inCentre = (px: number) => px / farScale(lean, reach(px));
  const fitting = ROOM_PX / (columns + 2 * quiet);
  return Math.max(
    inCentre(MODULE_PX.low),
    Math.min(inCentre(random.between(MODULE_PX.low, MODULE_PX.high)), fitting),
  );
}

/** What issue 5 calls "moderate": modules of 3 px and more, blur of 1 to 1.5 px, noise of 10 to 15 of 255
 * levels, held by hand. */
export const MODERATE = 'moderate';

export const CONDITIONS: Condition[] = [
  { name: 'clean', shot: straight },
  { name: 'held', shot: held },
  { name: 'blur 1.5', shot: (symbol, random) => ({ ...held(symbol, random), blurSigma: 1.5 }) },
  { name: 'noise 15', shot: (symbol, random) => ({ ...held(symbol, random), noiseSigma: 15 }) },
  {
    name: MODERATE,
    shot: (symbol, random) => ({
      ...held(symbol, random),
      blurSigma: random.between(1, 1.5),
      noiseSigma: random.between(10, 15),
    }),
  },
  {
    name: 'strong',
    shot: (symbol, random) => ({ ...held(symbol, random), blurSigma: 2, noiseSigma: 25 }),
  },
  {
    name: 'far: 2 px',
    shot: (symbol, random) => ({ ...held(symbol, random), modulePx: 2, blurSigma: 1, noiseSigma: 10 }),
  },
];
