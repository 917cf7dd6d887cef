/** Photos of sheets full of signs, larger and smaller ones, with the truth about each. */
import { createRandom } from '../../worker/detect/accurate/testing/random';
import { randomLight, randomSign } from '../../worker/detect/accurate/testing/random-signs';
import { renderScene, type Scene } from '../../worker/detect/accurate/testing/scene';

export type PhotoKind = {
  name: string;
  width: number;
  height: number;
  /** Signs across and down. */
  columns: number;
  rows: number;
  /** px. */
  least: number;
  most: number;
  blur: number;
  photos: number;
};

/** In the plain pass's 320 px a sign of these is 6 to 31 px large. */
export const KINDS: PhotoKind[] = [
  {
    name: '2 MP',
    width: 1632,
    height: 1224,
    columns: 8,
    rows: 6,
    least: 32,
    most: 160,
    blur: 1.6,
    photos: 3,
  },
  { name: '12 MP', width: 4032, height: 3024, columns: 8, rows: 6, least: 80, most: 400, blur: 3, photos: 1 },
];

/** A sign in each cell of a grid, anywhere in it; small ones are as frequent as large ones. */
export function renderPhoto(kind: PhotoKind, seed: number): Scene {
  const random = createRandom(seed);
  const [wide, high] = [kind.width / kind.columns, kind.height / kind.rows];
  const signs = Array.from({ length: kind.columns * kind.rows }, (_, index) => {
    const size = kind.least * (kind.most / kind.least) ** random.unit();
    const [roomX, roomY] = [(wide - size * 1.15) / 2, (high - size * 1.15) / 2];
    const x = ((index % kind.columns) + 0.5) * wide + random.between(-roomX, roomX);
    const y = (Math.floor(index / kind.columns) + 0.5) * high + random.between(-roomY, roomY);
    return randomSign(random, x, y, size);
  });
  return renderScene(kind, randomLight(random, kind.blur), signs, seed);
}
