/** For tests, which have no page to fetch it by. */
import { readFileSync } from 'node:fs';

export const kernelsFile = (): WebAssembly.Module =>
  new WebAssembly.Module(readFileSync(new URL('./kernels.wasm', import.meta.url)));
