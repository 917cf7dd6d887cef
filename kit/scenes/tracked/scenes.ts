/**
 * Scenes in which things move and every box is known at every instant: what a tracker is measured by. Frame
 * px of 640 × 480, seconds; boxes by their top left corner.
 */
import type { Box } from '../signs';
import { barcode, blob, card, paper, post, qrCode, type Sprite, star } from './sprites';

export const FRAME = { width: 640, height: 480 } as const;

/** Where the camera looks: the background's px in the middle of the frame, and how near. */
export type View = { x: number; y: number; zoom: number };
/** `hides`: nothing that a model names, but it may cover what does. */
type Mover = { name: string; sprite: Sprite; boxAt(seconds: number): Box; hides?: boolean };
export type TrackedScene = {
  name: string;
  seconds: number;
  /** After so many seconds it is as at the beginning; where it never is, or always, there is none. */
  period?: number;
  /** `checks`: soft squares. `plain`: one shade. A number: the sample photo. */
  background: 'checks' | 'plain' | number;
  viewAt?(seconds: number): View;
  /** Later ones are nearer. */
  movers: Mover[];
  /** Standard deviation of the sensor's noise, grey levels. */
  noise?: number;
};

const around = (x: number, y: number, side: number, high = side): Box => ({
  x: x - side / 2,
  y: y - high / 2,
  width: side,
  height: high,
});

/** To and fro between 0 and 1, each way in `seconds`, at one speed. */
const toAndFro = (t: number, seconds: number) => Math.abs(((((t / seconds) % 2) + 2) % 2) - 1);

/** Across the whole frame in two seconds. */
const crossing = (t: number) => around(60 + 520 * (1 - toAndFro(t, 2)), 240, 110, 105);

/** Stops, darts and turns: where it is at whole numbers of 0.4 s. */
const STOPS = [
  [120, 120],
  [120, 120],
  [420, 150],
  [420, 150],
  [460, 360],
  [200, 380],
  [200, 380],
  [320, 240],
  [540, 240],
  [540, 100],
  [300, 100],
  [120, 300],
  [120, 300],
] as const;

function turning(t: number): Box {
  const at = t / 0.4;
  const step = Math.floor(at) % STOPS.length;
  const [a, b] = [STOPS[step], STOPS[(step + 1) % STOPS.length]];
  const share = at - Math.floor(at);
  const eased = share * share * (3 - 2 * share);
  const mix = (i: 0 | 1) => (a?.[i] ?? 0) + ((b?.[i] ?? 0) - (a?.[i] ?? 0)) * eased;
  return around(mix(0), mix(1), 110, 105);
}

/** A hand that sweeps and shakes. */
const hand = (t: number): View => ({
  x: 640 + 210 * Math.sin(t * 0.9) + 9 * Math.sin(t * 7.3) + 4 * Math.sin(t * 17),
  y: 480 + 90 * Math.sin(t * 0.63 + 1) + 8 * Math.sin(t * 6.1) + 4 * Math.sin(t * 19),
  zoom: 1 + 0.06 * Math.sin(t * 0.8),
});

/** The same, back where it was after `PAN_SECONDS`. */
const PAN_SECONDS = 4;
const panning = (t: number): View => {
  const turn = (2 * Math.PI * t) / PAN_SECONDS;
  return {
    x: 640 + 110 * Math.sin(turn) + 9 * Math.sin(5 * turn) + 4 * Math.sin(11 * turn),
    y: 480 + 50 * Math.cos(turn) + 8 * Math.sin(4 * turn + 1) + 4 * Math.sin(12 * turn),
    zoom: 1 + 0.05 * Math.sin(turn),
  };
};

/** A place on the background, as the camera sees it. */
const lying = (view: (t: number) => View, x: number, y: number, side: number) => (t: number) => {
  const { x: midX, y: midY, zoom } = view(t);
  return around(FRAME.width / 2 + (x - midX) * zoom, FRAME.height / 2 + (y - midY) * zoom, side * zoom);
};

const nearing = (t: number) => around(320, 240, 70 + 130 * toAndFro(t, 1.6));

const starAt = (boxAt: Mover['boxAt']): Mover => ({ name: 'star', sprite: star, boxAt });
const ballAt = (boxAt: Mover['boxAt']): Mover => ({ name: 'ball', sprite: blob, boxAt });
/** @param seed of its pattern */
const cardAt = (seed: number, boxAt: Mover['boxAt']): Mover => ({ name: 'card', sprite: card(seed), boxAt });

/** A code on a white card, with the white around it that its standard asks for. */
const printed = (name: string, sprite: Sprite, boxAt: Mover['boxAt']): Mover[] => [
  { name: 'paper', sprite: paper, boxAt: (t) => grown(boxAt(t), 1.38), hides: true },
  { name, sprite, boxAt },
];

const grown = ({ x, y, width, height }: Box, by: number): Box =>
  around(x + width / 2, y + height / 2, width * by, height * by);

const round = (t: number) =>
  around(320 + 50 * Math.cos((Math.PI / 2) * t), 240 + 50 * Math.sin((Math.PI / 2) * t), 105);

const scene = (
  name: string,
  seconds: number,
  background: TrackedScene['background'],
  movers: Mover[],
  rest: Pick<TrackedScene, 'period' | 'viewAt' | 'noise'> = {},
): TrackedScene => ({ name, seconds, background, movers, ...rest });

export const trackedScenes: readonly TrackedScene[] = [
  scene('still', 4, 'checks', [starAt(() => crossing(0.7))]),
  scene('crossing', 8, 'checks', [starAt(crossing)], { period: 4 }),
  scene('crossing a photo', 8, 1, [starAt(crossing)]),
  scene('crossing a wall', 8, 0, [starAt(crossing)]),
  scene('a ball past a cup', 8, 3, [ballAt(crossing)]),
  scene('turns before a photo', 10.4, 1, [starAt(turning)]),
  scene('turns', 10.4, 'checks', [starAt(turning)], { period: 0.4 * STOPS.length }),
  scene('turns on a photo', 10.4, 3, [cardAt(5, turning)]),
  scene(
    'pan by hand',
    20,
    2,
    [
      cardAt(1, lying(hand, 560, 430, 90)),
      cardAt(2, lying(hand, 760, 520, 120)),
      starAt(lying(hand, 980, 460, 100)),
    ],
    { viewAt: hand },
  ),
  scene(
    'pan and back',
    8,
    'checks',
    [
      cardAt(1, lying(panning, 530, 420, 100)),
      cardAt(2, lying(panning, 750, 440, 120)),
      starAt(lying(panning, 640, 560, 110)),
    ],
    { viewAt: panning, period: PAN_SECONDS },
  ),
  scene('nearing', 8, 1, [cardAt(3, nearing)]),
  scene('behind a post', 8, 'checks', [
    cardAt(4, crossing),
    { name: 'post', sprite: post, boxAt: () => around(320, 240, 50, 480), hides: true },
  ]),
  scene('one past the other', 8, 1, [
    cardAt(6, (t) => around(60 + 520 * toAndFro(t, 2.2), 220, 100)),
    cardAt(7, (t) => around(60 + 520 * (1 - toAndFro(t, 2)), 300, 110)),
  ]),
  scene('no texture', 8, 'plain', [ballAt(crossing)]),
  scene('no texture, turns', 10.4, 'plain', [ballAt(turning)]),
  scene('small and fast', 8, 1, [cardAt(8, (t) => around(320 + 290 * Math.sin(t * 1.8), 200, 36))]),
  scene('a QR code goes round', 8, 'checks', printed('code', qrCode('GOING ROUND'), round)),
  scene('a QR code crosses a photo', 8, 1, printed('code', qrCode('CROSSING'), crossing)),
  scene('a QR code turns', 10.4, 'checks', printed('code', qrCode('TURNING'), turning)),
  scene(
    'a barcode turns',
    10.4,
    'checks',
    printed('code', barcode(9), (t) => {
      const { x, y, width, height } = turning(t);
      return around(x + width / 2, y + height / 2, 190, 80);
    }),
  ),
  scene('dark and noisy', 8, 'checks', [starAt(crossing)], { noise: 9 }),
];

/** @throws RangeError where there is none of that name */
export function trackedScene(name: string): TrackedScene {
  const found = trackedScenes.find((each) => each.name === name);
  if (!found) throw new RangeError(`There is no scene ${name}.`);
  return found;
}
