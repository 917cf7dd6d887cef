/** kernels.wasm: see kernels.c, from which `npm run build:pixels` makes it. */
import type { Pixels, Plane } from './types';

const PAGE_BYTES = 65_536;
/** Each part begins at a multiple of this. As much is free behind it: vectors are read whole. */
const ALIGNED_BYTES = 16;

/** Places are bytes from the memory's start. */
type Kernels = {
  memory: WebAssembly.Memory;
  /** Where the memory that nobody uses begins, and where four doubles of `step` lie: x, y, error, slope. */
  __heap_base: WebAssembly.Global<'i32'>;
  found: WebAssembly.Global<'i32'>;
  halve(from: number, fromWidth: number, fromHeight: number, to: number, width: number, height: number): void;
  shrink(
    luma: number,
    stride: number,
    columns: number,
    rows: number,
    to: number,
    width: number,
    height: number,
  ): void;
  strength(plane: number, width: number, x: number, y: number): number;
  step(
    from: number,
    to: number,
    width: number,
    height: number,
    x: number,
    y: number,
    guessX: number,
    guessY: number,
    radius: number,
    still: number,
  ): number;
};

const placeOf = ({ luma }: Plane) => luma.byteOffset;

export function vectorPixels(module: WebAssembly.Module, count: number, parts: number): Pixels {
  const kernels = new WebAssembly.Instance(module).exports as Kernels;
  let end = kernels.__heap_base.value;
  const wanted = end + count + (parts + 1) * 2 * ALIGNED_BYTES;
  // At once: growing later would take all that lies in it from whoever holds it.
  kernels.memory.grow(Math.ceil(wanted / PAGE_BYTES));
  const { buffer } = kernels.memory;
  const told = new Float64Array(buffer, kernels.found.value, 4);
  const found = { x: 0, y: 0, error: 0, slope: 0 };
  return {
    bytes(length) {
      const at = Math.ceil(end / ALIGNED_BYTES) * ALIGNED_BYTES;
      end = at + length + ALIGNED_BYTES;
      return new Uint8Array(buffer, at, length);
    },
    halve: (from, to) =>
      kernels.halve(placeOf(from), from.width, from.height, placeOf(to), to.width, to.height),
    shrink(luma, stride, { columns, rows }, to) {
      const [across, down] = [columns.byteOffset, rows.byteOffset];
      kernels.shrink(luma.byteOffset, stride, across, down, placeOf(to), to.width, to.height);
    },
    strength: (plane, x, y) => kernels.strength(placeOf(plane), plane.width, x, y),
    step(from, to, x, y, guessX, guessY, radius, still) {
      const { width, height } = from;
      const at = placeOf(from);
      if (!kernels.step(at, placeOf(to), width, height, x, y, guessX, guessY, radius, still)) return null;
      found.x = told[0] as number;
      found.y = told[1] as number;
      found.error = told[2] as number;
      found.slope = told[3] as number;
      return found;
    },
  };
}
