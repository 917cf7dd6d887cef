/** A session's process: `../boot.mjs` starts it, `fork.ts` has the other end of its line. */
import { listen } from './listen';
import type { Order } from './words';

/** How long the last words to the clients may take to leave. */
const FAREWELL_MS = 50;

const { hear, close } = listen((words) => void process.send?.(words, undefined, {}, () => {}));

function end(): void {
  void close();
  // Not exit(): it ends the threads first, and ONNX Runtime and libwebrtc both answer that with a crash now and then.
  setTimeout(() => process.kill(process.pid, 'SIGKILL'), FAREWELL_MS);
}

process.on('message', (order: Order) => hear(order));
// The worker's to decide: at a terminal, Ctrl+C reaches its children too.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => {});
process.once('disconnect', end);
// It may have gone before anybody listened for that.
if (!process.connected) end();
