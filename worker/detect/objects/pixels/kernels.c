/*
 * What is done to every pixel of a frame, in C because V8 has no vectors for JavaScript, nor integers without checks: 640×480 px into
 * 320×240 of colour took it 1 ms, and take this 0.1; turned on its side 2.3 and 0.3. Build: npm run build:pixels (clang and lld;
 * kernels.wasm is checked in, so nobody needs them but who changes this file).
 */
#include <wasm_simd128.h>

typedef unsigned char byte;

/* Sums of two neighbours in a row and the two below them, and 2 to round by. */
static inline v128_t squares(const byte *above, const byte *below) {
  v128_t upper = wasm_u16x8_extadd_pairwise_u8x16(wasm_v128_load(above));
  v128_t lower = wasm_u16x8_extadd_pairwise_u8x16(wasm_v128_load(below));
  return wasm_i16x8_add(wasm_i16x8_add(upper, lower), wasm_i16x8_splat(2));
}

/* Averages squares of 2 by 2 samples, in place: what is written lies behind all that is still to be read. A last odd row or column is
 * left out. */
void halve(byte *plane, int width, int height) {
  byte *to = plane;
  for (int row = 0; row < height / 2; row += 1) {
    const byte *above = plane + 2 * row * width;
    const byte *below = above + width;
    int at = 0;
    for (; at + 16 <= width; at += 16, to += 8) {
      v128_t halves = wasm_u16x8_shr(squares(above + at, below + at), 2);
      wasm_v128_store64_lane(to, wasm_u8x16_narrow_i16x8(halves, halves), 0);
    }
    for (; at + 2 <= width; at += 2, to += 1)
      *to = (above[at] + above[at + 1] + below[at] + below[at + 1] + 2) / 4;
  }
}

static inline byte mean(const byte *from, int width, int across, int down) {
  int count = across * down;
  int sum = count / 2;
  for (int row = 0; row < down; row += 1, from += width)
    for (int column = 0; column < across; column += 1) sum += from[column];
  return sum / count;
}

/* The same for squares of any size. Of a plane thinner than a square, as much of the square as there is. */
void average(byte *plane, int width, int height, int by) {
  int across = by < width ? by : width;
  int down = by < height ? by : height;
  byte *to = plane;
  for (int row = 0; row + down <= height; row += by)
    for (int column = 0; column + across <= width; column += by, to += 1)
      *to = mean(plane + row * width + column, width, across, down);
}

/* Along one axis, for each place to fill: two samples, as bytes from the plane's first, and the second one's share in 1/2048. */
typedef struct {
  int first, second, share;
} Tap;

#define SHARE_BITS 11
#define WHOLE (1 << SHARE_BITS)

static inline int mix(int first, int second, int share) { return first * (WHOLE - share) + second * share; }

/* Each sample of `width` × `height` blended from four of the plane, and rounded. */
void blend(const byte *plane, const Tap *across, const Tap *down, byte *to, int width, int height) {
  for (const Tap *row = down; row < down + height; row += 1) {
    const byte *upper = plane + row->first;
    const byte *lower = plane + row->second;
    for (const Tap *column = across; column < across + width; column += 1, to += 1) {
      int left = mix(upper[column->first], lower[column->first], row->share);
      int right = mix(upper[column->second], lower[column->second], row->share);
      *to = (mix(left, right, column->share) + (1 << (2 * SHARE_BITS - 1))) >> (2 * SHARE_BITS);
    }
  }
}

/* Each sample is the nearest of the four. */
void take(const byte *plane, const Tap *across, const Tap *down, byte *to, int width, int height) {
  for (const Tap *row = down; row < down + height; row += 1) {
    const byte *from = plane + (2 * row->share > WHOLE ? row->second : row->first);
    for (const Tap *column = across; column < across + width; column += 1, to += 1)
      *to = from[2 * column->share > WHOLE ? column->second : column->first];
  }
}

/*
 * Luma and chroma into a model's input: R, G and B from 0 to 1, plane after plane.
 *
 * ITU-R BT.601, limited range: what browsers' VP8 and H.264 carry; WebRTC's frames do not say otherwise.
 */
#define LUMA (1.0f / 219)
#define LUMA_FOOT (16 * LUMA)
#define RED_V (1.402f / 224)
#define BLUE_U (1.772f / 224)
#define GREEN_U (0.114f / 0.587f * BLUE_U)
#define GREEN_V (0.299f / 0.587f * RED_V)

static inline float share(float value) {
  value = value > 0 ? value : 0;
  return value < 1 ? value : 1;
}

static inline void one(float y, float u, float v, float *red, int area) {
  float light = y * LUMA - LUMA_FOOT;
  float cb = u - 128;
  float cr = v - 128;
  red[0] = share(light + RED_V * cr);
  red[area] = share(light - GREEN_U * cb - GREEN_V * cr);
  red[2 * area] = share(light + BLUE_U * cb);
}

/*
 * Four bytes as four floats. Signed, because x86 has no instruction for the others. Where clang 14 sees through it, it takes the four apart
 * and converts them one by one, which takes three times as long: the empty asm hides where the numbers come from.
 */
static inline v128_t widen(const byte *from) {
  v128_t words = wasm_u16x8_extend_low_u8x16(wasm_v128_load32_zero(from));
  v128_t whole = wasm_u32x4_extend_low_u16x8(words);
  __asm__("" : "+r"(whole));
  return wasm_f32x4_convert_i32x4(whole);
}

static inline v128_t times(v128_t value, float factor) {
  return wasm_f32x4_mul(value, wasm_f32x4_splat(factor));
}

static inline void store(float *to, v128_t value) {
  v128_t least = wasm_f32x4_splat(0);
  v128_t most = wasm_f32x4_splat(1);
  wasm_v128_store(to, wasm_f32x4_pmin(most, wasm_f32x4_pmax(least, value)));
}

static inline void four(const byte *y, const byte *u, const byte *v, float *red, int area) {
  v128_t light = wasm_f32x4_sub(times(widen(y), LUMA), wasm_f32x4_splat(LUMA_FOOT));
  v128_t cb = wasm_f32x4_sub(widen(u), wasm_f32x4_splat(128));
  v128_t cr = wasm_f32x4_sub(widen(v), wasm_f32x4_splat(128));
  store(red, wasm_f32x4_add(light, times(cr, RED_V)));
  store(red + area, wasm_f32x4_sub(wasm_f32x4_sub(light, times(cb, GREEN_U)), times(cr, GREEN_V)));
  store(red + 2 * area, wasm_f32x4_add(light, times(cb, BLUE_U)));
}

/* y, u, v: `width` × `height` samples each, row after row. out: the first sample's place in the red plane, of rows of `stride` floats;
 * the planes lie `area` floats apart. */
void colour(const byte *y, const byte *u, const byte *v, int width, int height, float *out, int stride, int area) {
  for (int row = 0; row < height; row += 1) {
    int at = 0;
    for (; at + 4 <= width; at += 4) four(y + at, u + at, v + at, out + at, area);
    for (; at < width; at += 1) one(y[at], u[at], v[at], out + at, area);
    y += width;
    u += width;
    v += width;
    out += stride;
  }
}
