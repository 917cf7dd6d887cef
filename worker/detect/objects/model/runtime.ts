/** ONNX Runtime, loaded when a model is: its native part is missing on some platforms. */
import type * as Runtime from 'onnxruntime-node';
import { RuntimeMissing } from './refused';

export type OnnxRuntime = typeof Runtime;

/** @throws RuntimeMissing */
export async function loadRuntime(): Promise<OnnxRuntime> {
  try {
    const loaded = await import('onnxruntime-node');
    return loaded;
  } catch {
    throw new RuntimeMissing(missingLine(process.platform, process.arch));
  }
}

/**
 * onnxruntime-node 1.30 has no binary for Macs with Intel processors; elsewhere `npm install` was cut short.
 */
export function missingLine(platform: string, arch: string): string {
  const what = 'Objects cannot be detected here, codes can be read:';
  if (platform === 'darwin' && arch === 'x64') {
    return `${what} ONNX Runtime has no build for Intel Macs; run the worker on another machine and set ROBOFLOW_SERVER_URL to it.`;
  }
  return `${what} ONNX Runtime is not installed for ${platform} ${arch}; run "npm install" (Linux, Windows, and macOS on Apple silicon).`;
}
