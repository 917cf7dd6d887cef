export type Size = { width: number; height: number };
/** One plane of luma, row after row. */
export type Plane = Size & { luma: Uint8Array };

/**
 * Where a patch was found, px; its mean difference there, and how much its grey changes from one px to the next (root
 * of the mean square), both in grey levels. One object for all: a thousand a second would have to be collected.
 */
export type Found = { x: number; y: number; error: number; slope: number };

export type Pixels = {
  /** Room for so many bytes, zeroes: what the functions below are given lies in it. */
  bytes(count: number): Uint8Array<ArrayBuffer>;
  /**
   * Each px of the target stands for four of `from`, twice as wide and high, and mixes in the twelve around them
   * (1 3 3 1 each way): the mean of four alone would turn a fine pattern into another one wherever it moves (Burt and
   * Adelson, "The Laplacian Pyramid as a Compact Image Code", 1983). An odd last one is left out.
   */
  halve(from: Plane, to: Plane): void;
  /**
   * Each px of the target is the mean of four: that in `columns` and `rows`, the one right of it, the two below.
   * @param stride bytes from one row of `luma` to the next
   */
  shrink(luma: Uint8Array, stride: number, { columns, rows }: Samples, to: Plane): void;
  /**
   * How much a window of 5 × 5 px around a place has of slopes in more than one direction: the least eigenvalue of
   * their sum (Shi and Tomasi, "Good Features to Track", 1994). Whole px, three and more from each edge.
   */
  strength(plane: Plane, x: number, y: number): number;
  /**
   * Goes from (`guessX`, `guessY`) to where in `to` the patch around (`x`, `y`) of `from` is; px of both, which are
   * of one size.
   * @param radius px around its middle, 8 at most
   * @param still px: a step shorter than this is the last
   * @returns null where the patch is flat, or it or what it is searched in lies out of the picture
   */
  step(
    from: Plane,
    to: Plane,
    x: number,
    y: number,
    guessX: number,
    guessY: number,
    radius: number,
    still: number,
  ): Found | null;
};

/** For each column and row of a smaller picture, which of the larger one it begins at. */
export type Samples = { columns: Int32Array; rows: Int32Array };
