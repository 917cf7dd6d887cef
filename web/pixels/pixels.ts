/**
 * What is done to every px of the viewfinder's frames: in WebAssembly's vectors where the browser has them, in plain
 * JavaScript where not (iOS in Lockdown Mode, whatever cannot fetch kernels.wasm).
 */
import { plainPixels } from './plain';
import type { Pixels, Size } from './types';
import { vectorPixels } from './vectors';

let kernels: WebAssembly.Module | null = null;

/** Has `openPixels` use them from now on; null: be plain. */
export function setKernels(module: WebAssembly.Module | null): void {
  kernels = module;
}

/** Never fails: without them it stays plain, and the next call tries again. */
export async function loadKernels(fetchKernels: (url: string) => Promise<Response>): Promise<void> {
  if (kernels) return;
  try {
    const response = await fetchKernels(new URL('./kernels.wasm', import.meta.url).href);
    if (response.ok) setKernels(await WebAssembly.compile(await response.arrayBuffer()));
  } catch {
    // No WebAssembly, no vectors in it, or offline.
  }
}

/** Whether what is opened now is quicker than what was opened before they were loaded. */
export const hasKernels = (): boolean => kernels !== null;

/** @param count bytes that will be asked for, in `parts` at most */
export function openPixels(count: number, parts: number): Pixels {
  return kernels ? vectorPixels(kernels, count, parts) : plainPixels();
}

export const isSameSize = (a: Size, b: Size): boolean => a.width === b.width && a.height === b.height;
