/**
 * The first lines of every detection thread, in plain JavaScript: Node 20 reads no TypeScript, and neither `--import tsx`
 * in `execArgv` nor the parent's loader reaches a worker thread there (module hooks are per thread before Node 22).
 */
import { workerData } from 'node:worker_threads';
import { register } from 'tsx/esm/api';

register();
await import(workerData.entry);
