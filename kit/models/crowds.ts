/**
 * Photos of many things, most of them small: the free photographs again, at places and sizes that stood before
 * any network saw one, each with the outline that was drawn round its thing by hand.
 */
import { readFileSync } from 'node:fs';
import type { Point } from '../../protocol/masks/contour';
import type { Picture } from '../../worker/detect/boxes';
import { createRandom, type Random } from '../figures/random';
import { collage, type Paste, PHOTOS, type Photo } from './pictures';

/** What is to be found, px of the picture. */
export type Thing = { class: string; points: Point[] };
export type Crowd = { name: string; picture: Picture; things: Thing[] };

type Outline = { class: string; points: [x: number, y: number][] };

/** In px of the photographs. */
const OUTLINES: Record<Photo, Outline> = JSON.parse(
  readFileSync(new URL('../photos/real/outlines.json', import.meta.url), 'utf8'),
);
/** px. */
const SIDES: Record<Photo, Size> = {
  chelsea: { width: 451, height: 300 },
  coffee: { width: 600, height: 400 },
  astronaut: { width: 512, height: 512 },
};
type Size = { width: number; height: number };

const COUNT = 12;
const SIZE: Size = { width: 1600, height: 1200 };
const CELL = 400;
const COLUMNS = 4;
const ROWS = 3;
/** Widths of photographs: of the small ones, and of the one that takes half of every other collage; px. */
const SMALL = [90, 380] as const;
const LARGE = [560, 780] as const;
const SMALL_ONES = 5;

export function crowds(): Promise<Crowd[]> {
  return Promise.all(
    Array.from({ length: COUNT }, async (_, at) => {
      const pastes = layOut(createRandom(at + 1), at % 2 === 1);
      const picture = await collage(pastes, SIZE);
      return { name: `crowd ${at + 1}`, picture, things: pastes.map(thingOf) };
    }),
  );
}

export function thingOf({ photo, width, left, top }: Paste): Thing {
  const { points, class: name } = OUTLINES[photo];
  const scale = width / SIDES[photo].width;
  return { class: name, points: points.map(([x, y]) => ({ x: left + x * scale, y: top + y * scale })) };
}

/** Small ones in cells of their own; a large one on the left half. */
function layOut(random: Random, hasLarge: boolean): Paste[] {
  const cells = Array.from({ length: COLUMNS * ROWS }, (_, at) => ({
    left: CELL * (at % COLUMNS),
    top: CELL * Math.floor(at / COLUMNS),
  })).filter(({ left }) => !hasLarge || left >= 2 * CELL);
  const small = Array.from({ length: SMALL_ONES }, () => {
    const [cell] = cells.splice(random.whole(cells.length), 1);
    return place(random, SMALL, { ...(cell as (typeof cells)[number]), width: CELL, height: CELL });
  });
  const half = { left: 0, top: 0, width: 2 * CELL, height: SIZE.height };
  return hasLarge ? [...small, place(random, LARGE, half)] : small;
}

type Room = Size & { left: number; top: number };

function place(random: Random, [least, most]: readonly [number, number], room: Room): Paste {
  const photo = PHOTOS[random.whole(PHOTOS.length)] as Photo;
  const sides = SIDES[photo];
  const width = Math.round(random.between(least, most));
  const height = Math.ceil((width * sides.height) / sides.width);
  return {
    photo,
    width,
    left: room.left + random.whole(room.width - width),
    top: room.top + random.whole(room.height - height),
  };
}
