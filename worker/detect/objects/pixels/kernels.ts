/**
 * What is done to every pixel of a frame, by kernels.wasm: see kernels.c, from which `npm run build:pixels`
 * makes it.
 */
import { readFileSync } from 'node:fs';

const PAGE_BYTES = 65_536;
/** What C's null pointer would point to stays free. */
const FIRST_BYTE = 1024;
/**
 * Of whatever lies in memory: floats and integers at multiples of 4, and lines of the processor's cache
 * whole.
 */
const ALIGNED_BYTES = 64;

/** Places are bytes from the memory's start, sizes samples. The comments are in kernels.c. */
export type Kernels = {
  halve(plane: number, width: number, height: number): void;
  average(plane: number, width: number, height: number, by: number): void;
  blend: Resample;
  take: Resample;
  colour(
    y: number,
    u: number,
    v: number,
    width: number,
    height: number,
    out: number,
    stride: number,
    area: number,
  ): void;
};
type Resample = (
  plane: number,
  across: number,
  down: number,
  to: number,
  width: number,
  height: number,
) => void;

let code: WebAssembly.Module | undefined;

/** Where each thing lies in a memory that is yet to be made. */
export class Layout {
  private end = FIRST_BYTE;

  /** @returns the place of that many bytes. */
  reserve(bytes: number): number {
    const at = this.end;
    this.end = Math.ceil((at + bytes) / ALIGNED_BYTES) * ALIGNED_BYTES;
    return at;
  }

  /** The memory, with room for all that was reserved, and the functions that work in it. */
  open(): { buffer: ArrayBuffer; kernels: Kernels } {
    const pages = Math.ceil(this.end / PAGE_BYTES);
    const memory = new WebAssembly.Memory({ initial: pages, maximum: pages });
    code ??= new WebAssembly.Module(readFileSync(new URL('./kernels.wasm', import.meta.url)));
    const { exports } = new WebAssembly.Instance(code, { env: { memory } });
    return { buffer: memory.buffer, kernels: exports as Kernels };
  }
}
