/** Starts a child process, and is the line to it. */
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Order, Report } from '../ipc/messages';
import { withoutMallocEnv } from '../runtime/allocator';

const BOOT = fileURLToPath(new URL('../boot.mjs', import.meta.url));

export type LineEvents = {
  report(report: Report): void;
  /**
   * The other end is gone. @param how the signal's name or the exit status; null where it was told to end.
   */
  gone(how: string | null): void;
};

type Line = {
  send(order: Order): void;
  /** Ends the process with all its sessions; `gone` follows. Idempotent. */
  close(): void;
  /** Ends it where it does not listen any more; `gone` follows, with a reason. */
  kill(): void;
};

export type OpenLine = (events: LineEvents) => Line;

/** @param program the URL of what it runs. */
export const forkProcess =
  (program: string): OpenLine =>
  (events) => {
    // Without this process's own arguments: a test runner's loader would be set up twice.
    const child = fork(BOOT, [program], {
      execArgv: [],
      env: withoutMallocEnv(process.env),
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    let isClosing = false;
    child.once('exit', (code, signal) => events.gone(isClosing ? null : (signal ?? `status ${code}`)));
    child.on('error', ({ message }) => {
      // It could not be started, and no exit follows.
      if (child.pid === undefined) events.gone(message);
    });
    child.on('message', (report: Report) => events.report(report));
    return {
      send(order) {
        // One that has just ended takes no more orders; its exit follows.
        if (child.connected) child.send(order, () => {});
      },
      close() {
        isClosing = true;
        if (child.connected) child.disconnect();
      },
      kill: () => void child.kill('SIGKILL'),
    };
  };
