/** A session's process: `../boot.mjs` starts it, `sessions/fork.ts` has the other end of its line. */
import type { Order } from '../ipc/messages';
import { openChild } from './child';

/** How long the last words to the clients may take to leave. */
const FAREWELL_MS = 50;

const { onOrder, close } = openChild((report) => void process.send?.(report, undefined, {}, () => {}));

function end(): void {
  void close();
  // Not exit(): it ends the threads first, and ONNX Runtime and libwebrtc both answer that with a crash now
  // and then.
  setTimeout(() => process.kill(process.pid, 'SIGKILL'), FAREWELL_MS);
}

process.on('message', (order: Order) => onOrder(order));
// The worker's to decide: at a terminal, Ctrl+C reaches its children too.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => {});
process.once('disconnect', end);
// It may have gone before anybody listened for that.
if (!process.connected) end();
