/*
 * What is done to the pixels of each frame on the phone, in C because JavaScript has no vectors: types.ts says what
 * each function does, and plain.ts does the same where a browser has no WebAssembly with vectors. Build: npm run
 * build:pixels (clang and lld; kernels.wasm is checked in, so nobody needs them but who changes this file).
 */
#include <wasm_simd128.h>

typedef unsigned char byte;

/* Sums of two neighbours in a row and the two below them, and 2 to round by. */
static inline v128_t squares(v128_t above, v128_t below) {
  v128_t sum = wasm_i16x8_add(wasm_u16x8_extadd_pairwise_u8x16(above), wasm_u16x8_extadd_pairwise_u8x16(below));
  return wasm_u16x8_shr(wasm_i16x8_add(sum, wasm_i16x8_splat(2)), 2);
}

static inline void store8(byte *to, v128_t values) { wasm_v128_store64_lane(to, wasm_u8x16_narrow_i16x8(values, values), 0); }

static inline byte square(const byte *above, const byte *below) { return (above[0] + above[1] + below[0] + below[1] + 2) >> 2; }

/* The rows of a picture that one of its half comes of: the two, the one above them, and the one below. */
typedef struct {
  const byte *above, *first, *second, *below;
} Rows;

#define avg wasm_u8x16_avgr

/* (a + 3 b + 3 c + d) / 8 */
static inline v128_t mixed(v128_t a, v128_t b, v128_t c, v128_t d) { return avg(avg(avg(a, b), avg(c, d)), avg(b, c)); }

static inline v128_t down(Rows r, int x) {
  return mixed(wasm_v128_load(r.above + x), wasm_v128_load(r.first + x), wasm_v128_load(r.second + x), wasm_v128_load(r.below + x));
}

static inline v128_t evens(v128_t a, v128_t b) {
  return wasm_i8x16_shuffle(a, b, 0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30);
}
static inline v128_t odds(v128_t a, v128_t b) {
  return wasm_i8x16_shuffle(a, b, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31);
}

/* Sixteen px of the half, the first of which comes of px `x` and the next. */
static inline v128_t halved(Rows r, int x) {
  v128_t a = down(r, x - 1), b = down(r, x + 15), c = down(r, x + 1), d = down(r, x + 17);
  return mixed(evens(a, b), odds(a, b), evens(c, d), odds(c, d));
}

static inline int avg1(int a, int b) { return (a + b + 1) >> 1; }
static inline int mixed1(int a, int b, int c, int d) { return avg1(avg1(avg1(a, b), avg1(c, d)), avg1(b, c)); }
static inline int down1(Rows r, int x) { return mixed1(r.above[x], r.first[x], r.second[x], r.below[x]); }

/* One px of the half, near an edge: what lies beyond is as the edge is. */
static byte halved1(Rows r, int x, int width) {
  int left = x > 0 ? x - 1 : 0, right = x + 2 < width ? x + 2 : width - 1;
  return mixed1(down1(r, left), down1(r, x), down1(r, x + 1), down1(r, right));
}

#define AT_ONCE 16

void halve(const byte *from, int from_width, int from_height, byte *to, int width, int height) {
  for (int y = 0; y < height; y += 1, to += width) {
    const byte *first = from + 2 * y * from_width, *second = first + from_width;
    Rows r = {y > 0 ? first - from_width : first, first, second, 2 * y + 2 < from_height ? second + from_width : second};
    int last = width - 1 - AT_ONCE;
    for (int x = 1; x < last; x += AT_ONCE) wasm_v128_store(to + x, halved(r, 2 * x));
    if (last > 0) wasm_v128_store(to + last, halved(r, 2 * last));
    for (int x = 0; x < width; x += last > 0 ? width - 1 : 1) to[x] = halved1(r, 2 * x, from_width);
  }
}

/* Eight pairs of px from a row. */
static inline v128_t pairs(const byte *row, const int *columns) {
  v128_t all = wasm_v128_load16_splat(row + columns[0]);
  all = wasm_v128_load16_lane(row + columns[1], all, 1);
  all = wasm_v128_load16_lane(row + columns[2], all, 2);
  all = wasm_v128_load16_lane(row + columns[3], all, 3);
  all = wasm_v128_load16_lane(row + columns[4], all, 4);
  all = wasm_v128_load16_lane(row + columns[5], all, 5);
  all = wasm_v128_load16_lane(row + columns[6], all, 6);
  return wasm_v128_load16_lane(row + columns[7], all, 7);
}

/* `columns`, `rows`: the left and upper px of the four that each px of the target is the mean of. */
void shrink(const byte *luma, int stride, const int *columns, const int *rows, byte *to, int width, int height) {
  for (int y = 0; y < height; y += 1, to += width) {
    const byte *above = luma + rows[y] * stride;
    const byte *below = above + stride;
    int x = 0;
    for (; x + 8 <= width; x += 8) store8(to + x, squares(pairs(above, columns + x), pairs(below, columns + x)));
    for (; x < width; x += 1) to[x] = square(above + columns[x], below + columns[x]);
  }
}

/* Differences of eight px of a row to those of another, 16 bits each. */
static inline v128_t slope(const byte *high, const byte *low) {
  return wasm_i16x8_sub(wasm_u16x8_load8x8(high), wasm_u16x8_load8x8(low));
}

static inline int sum_of(v128_t sums) {
  return wasm_i32x4_extract_lane(sums, 0) + wasm_i32x4_extract_lane(sums, 1) + wasm_i32x4_extract_lane(sums, 2) +
         wasm_i32x4_extract_lane(sums, 3);
}

/* As in plain.ts. */
#define REACH 2

double strength(const byte *luma, int width, int x, int y) {
  const v128_t inside = wasm_i16x8_make(-1, -1, -1, -1, -1, 0, 0, 0);
  v128_t xx = wasm_i32x4_splat(0), xy = xx, yy = xx;
  for (int row = -REACH; row <= REACH; row += 1) {
    const byte *at = luma + (y + row) * width + x - REACH;
    v128_t gx = wasm_v128_and(slope(at + 1, at - 1), inside);
    v128_t gy = wasm_v128_and(slope(at + width, at - width), inside);
    xx = wasm_i32x4_add(xx, wasm_i32x4_dot_i16x8(gx, gx));
    xy = wasm_i32x4_add(xy, wasm_i32x4_dot_i16x8(gx, gy));
    yy = wasm_i32x4_add(yy, wasm_i32x4_dot_i16x8(gy, gy));
  }
  /* Slopes are half of those differences. */
  double a = sum_of(xx) / 4.0, b = sum_of(xy) / 4.0, c = sum_of(yy) / 4.0;
  return (a + c - __builtin_sqrt((a - c) * (a - c) + 4 * b * b)) / 2;
}

/* Rows of patches and slopes; a multiple of four, and wider than the widest patch. */
#define STRIDE 20
#define MOST_SIDE 17
static float patch[(MOST_SIDE + 2) * STRIDE + 4], slope_x[MOST_SIDE * STRIDE], slope_y[MOST_SIDE * STRIDE];

/* What `step` found: x, y, the mean difference and the slope, both in grey levels. */
double found[4];

static inline double total(v128_t sums) {
  return (double)wasm_f32x4_extract_lane(sums, 0) + wasm_f32x4_extract_lane(sums, 1) + wasm_f32x4_extract_lane(sums, 2) +
         wasm_f32x4_extract_lane(sums, 3);
}

/* Shares of the upper two and the lower two px of a sample between four, in 1/16384. */
typedef struct {
  v128_t upper, lower;
} Shares;
#define WHOLE 16384

static inline v128_t both(int left, int right) { return wasm_i32x4_splat((left & 0xffff) | (right << 16)); }

static inline Shares shares_of(double fx, double fy) {
  int lower_right = fx * fy * WHOLE + 0.5;
  int right = fx * WHOLE + 0.5;
  int lower = fy * WHOLE + 0.5;
  return (Shares){both(WHOLE - right - lower + lower_right, right - lower_right), both(lower - lower_right, lower_right)};
}

/* Px 0 and 1, 1 and 2, 2 and 3, 3 and 4 of a row, as 16 bits each. */
static inline v128_t neighbours(const byte *row) {
  const v128_t none = wasm_i8x16_splat(0);
  return wasm_i8x16_shuffle(wasm_v128_load64_zero(row), none, 0, 16, 1, 16, 1, 16, 2, 16, 2, 16, 3, 16, 3, 16, 4, 16);
}

/* Four samples in a row. */
static inline v128_t sample(const byte *upper, int width, Shares shares) {
  v128_t sum = wasm_i32x4_add(wasm_i32x4_dot_i16x8(neighbours(upper), shares.upper),
                              wasm_i32x4_dot_i16x8(neighbours(upper + width), shares.lower));
  return wasm_f32x4_mul(wasm_f32x4_convert_i32x4(sum), wasm_f32x4_splat(1.0f / WHOLE));
}

/* All ones in the lanes of columns that a patch of this side has. */
static inline v128_t within(int column, int side) {
  return wasm_i32x4_lt(wasm_i32x4_add(wasm_i32x4_splat(column), wasm_i32x4_make(0, 1, 2, 3)), wasm_i32x4_splat(side));
}

static int is_inside(int width, int height, double x, double y, int radius) {
  return x - radius >= 0 && y - radius >= 0 && x + radius < width - 1 && y + radius < height - 1;
}

static void take_patch(const byte *from, int width, double left, double top, int side) {
  int x0 = left, y0 = top;
  Shares shares = shares_of(left - x0, top - y0);
  for (int row = 0; row < side; row += 1)
    for (int column = 0; column < side; column += 4)
      wasm_v128_store(patch + row * STRIDE + column, sample(from + (y0 + row) * width + x0 + column, width, shares));
}

typedef struct {
  double xx, xy, yy, x, y;
} Gradients;

static Gradients slopes(int side) {
  v128_t xx = wasm_f32x4_splat(0), xy = xx, yy = xx, sum_x = xx, sum_y = xx;
  const v128_t half = wasm_f32x4_splat(0.5f);
  for (int row = 0; row < side; row += 1) {
    for (int column = 0; column < side; column += 4) {
      const float *middle = patch + (row + 1) * STRIDE + column + 1;
      v128_t inside = within(column, side);
      v128_t gx = wasm_f32x4_mul(wasm_f32x4_sub(wasm_v128_load(middle + 1), wasm_v128_load(middle - 1)), half);
      v128_t gy = wasm_f32x4_mul(wasm_f32x4_sub(wasm_v128_load(middle + STRIDE), wasm_v128_load(middle - STRIDE)), half);
      gx = wasm_v128_and(gx, inside);
      gy = wasm_v128_and(gy, inside);
      wasm_v128_store(slope_x + row * STRIDE + column, gx);
      wasm_v128_store(slope_y + row * STRIDE + column, gy);
      xx = wasm_f32x4_add(xx, wasm_f32x4_mul(gx, gx));
      xy = wasm_f32x4_add(xy, wasm_f32x4_mul(gx, gy));
      yy = wasm_f32x4_add(yy, wasm_f32x4_mul(gy, gy));
      sum_x = wasm_f32x4_add(sum_x, gx);
      sum_y = wasm_f32x4_add(sum_y, gy);
    }
  }
  return (Gradients){total(xx), total(xy), total(yy), total(sum_x), total(sum_y)};
}

typedef struct {
  double x, y, sum, off;
} Difference;

static Difference difference(const byte *to, int width, double left, double top, int side) {
  int x0 = left, y0 = top;
  Shares shares = shares_of(left - x0, top - y0);
  v128_t bx = wasm_f32x4_splat(0), by = bx, sum = bx, off = bx;
  for (int row = 0; row < side; row += 1) {
    const byte *px = to + (y0 + row) * width + x0;
    for (int column = 0; column < side; column += 4) {
      int at = row * STRIDE + column;
      v128_t value = sample(px + column, width, shares);
      v128_t diff = wasm_f32x4_sub(wasm_v128_load(patch + at + STRIDE + 1), value);
      diff = wasm_v128_and(diff, within(column, side));
      bx = wasm_f32x4_add(bx, wasm_f32x4_mul(wasm_v128_load(slope_x + at), diff));
      by = wasm_f32x4_add(by, wasm_f32x4_mul(wasm_v128_load(slope_y + at), diff));
      sum = wasm_f32x4_add(sum, diff);
      off = wasm_f32x4_add(off, wasm_f32x4_abs(diff));
    }
  }
  return (Difference){total(bx), total(by), total(sum), total(off)};
}

/* As in plain.ts. */
#define MOST_STEPS 6
#define FLAT 1.5

int step(const byte *from, const byte *to, int width, int height, double x, double y, double u, double v, int radius, double still) {
  int side = 2 * radius + 1, count = side * side;
  if (!is_inside(width, height, x, y, radius + 1)) return 0;
  take_patch(from, width, x - radius - 1, y - radius - 1, side + 2);
  Gradients g = slopes(side);
  double det = g.xx * g.yy - g.xy * g.xy;
  double least = (g.xx + g.yy - __builtin_sqrt((g.xx - g.yy) * (g.xx - g.yy) + 4 * g.xy * g.xy)) / 2;
  if (least < FLAT * count || det <= 0) return 0;
  found[3] = __builtin_sqrt((g.xx + g.yy) / count);
  for (int turn = 0; turn < MOST_STEPS; turn += 1) {
    if (!is_inside(width, height, u, v, radius)) return 0;
    Difference d = difference(to, width, u - radius, v - radius, side);
    double bx = d.x - d.sum / count * g.x;
    double by = d.y - d.sum / count * g.y;
    double mx = (g.yy * bx - g.xy * by) / det;
    double my = (g.xx * by - g.xy * bx) / det;
    u += mx;
    v += my;
    found[2] = d.off / count;
    if (mx * mx + my * my < still * still) break;
  }
  found[0] = u;
  found[1] = v;
  return is_inside(width, height, u, v, radius);
}
