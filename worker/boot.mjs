/**
 * The first lines of every thread and of every session's process: plain JavaScript, for Node 20 reads no
 * TypeScript, and neither `--import tsx` in `execArgv` nor the parent's loader reaches a worker thread there
 * (module hooks are per thread before Node 22).
 */
import { isMainThread, workerData } from 'node:worker_threads';

const entry = isMainThread ? process.argv[2] : workerData.entry;
try {
  // Only where it could not be bundled (programs.ts): the loader takes longer than all the rest.
  if (entry.endsWith('.ts')) (await import('tsx/esm/api')).register();
  await import(entry);
} catch (error) {
  // A thread's error reaches its pool by itself.
  if (!isMainThread) throw error;
  // libwebrtc's binary is missing on some platforms: the worker says so.
  const { code, message } = /** @type {NodeJS.ErrnoException} */ (error);
  process.send?.({ broken: { code: code ?? null, message } }, () => process.exit(1));
}
