/** Sessions in this very process: for tests that reach into them, and for the lab's detectors. */
import type { Report } from '../ipc/messages';
import type { Child } from '../session/child';
import type { OpenLine } from '../sessions/fork';

/** @param open as `openChild` does. Messages pass through JSON, as they do between processes. */
export function localLine(open: (send: (report: Report) => void) => Child): OpenLine {
  return ({ report, gone }) => {
    const { onOrder, close } = open((each) => report(JSON.parse(JSON.stringify(each))));
    return {
      send: (order) => onOrder(JSON.parse(JSON.stringify(order))),
      close: () => void close().then(() => gone(null)),
      kill: () => {},
    };
  };
}
