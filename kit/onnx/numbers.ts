/** The same two things, in the numbers of each kind of head. */

/** Centre and size, px of SIDE×SIDE; halves of all are whole, so that half precision holds them. */
export type Thing = { x: number; y: number; width: number; height: number; classId: number; score: number };

export const SIDE = 320;
export const THINGS: readonly Thing[] = [
  { x: 160, y: 150, width: 80, height: 60, classId: 1, score: 0.9 },
  { x: 60, y: 120, width: 40, height: 50, classId: 0, score: 0.8 },
];

/** Rows of numbers, the rest of `count` rows zeros (or what `filler` says). */
export function table(
  count: number,
  rows: readonly (readonly number[])[],
  filler?: readonly number[],
): number[] {
  const width = rows[0]?.length ?? filler?.length ?? 0;
  const rest = filler ?? Array<number>(width).fill(0);
  return Array.from({ length: count }, (_, at) => rows[at] ?? rest).flat();
}

/** The same by columns. */
export function turned(
  count: number,
  rows: readonly (readonly number[])[],
  filler: readonly number[] = [],
): number[] {
  const width = rows[0]?.length ?? 0;
  return Array.from(
    { length: width * count },
    (_, at) => (rows[at % count] ?? filler)[Math.floor(at / count)] ?? 0,
  );
}

export const centre = ({ x, y, width, height }: Thing, by = 1) =>
  [x, y, width, height].map((each) => each / by);

export const corners = ({ x, y, width, height }: Thing, by = 1) =>
  [x - width / 2, y - height / 2, x + width / 2, y + height / 2].map((each) => each / by);

/** Top before left, as TensorFlow and Keras write. */
export const yFirst = (thing: Thing, by = 1) => {
  const [left = 0, top = 0, right = 0, bottom = 0] = corners(thing, by);
  return [top, left, bottom, right];
};

/** One number for each class. */
export const scores = ({ classId, score }: Thing, classes: number, other = 0.01) =>
  Array.from({ length: classes }, (_, at) => (at === classId ? score : other));

export const logits = (thing: Thing, classes: number) =>
  scores(thing, classes).map((score) => Math.log(score / (1 - score)));

/** Things of a model that knows a single class. */
export const ALIKE = THINGS.map((thing) => ({ ...thing, classId: 0 }));

/** Places of the grids with these strides, px, over an input of that size. */
export function cells(strides: readonly number[], width = SIDE, height = SIDE): number {
  return strides.reduce((sum, each) => sum + Math.ceil(width / each) * Math.ceil(height / each), 0);
}
