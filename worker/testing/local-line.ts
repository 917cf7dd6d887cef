/** Sessions in this very process: for tests that reach into them, and for the lab's detectors. */
import type { OpenLine } from '../isolation/fork';
import type { Listener } from '../isolation/listen';
import type { Report } from '../isolation/words';

/** @param listen as in `isolation/listen.ts`. Words pass through JSON, as they do between processes. */
export function localLine(listen: (report: (words: Report) => void) => Listener): OpenLine {
  return ({ report, gone }) => {
    const { hear, close } = listen((words) => report(JSON.parse(JSON.stringify(words))));
    return {
      send: (order) => hear(JSON.parse(JSON.stringify(order))),
      close: () => void close().then(() => gone(null)),
      kill: () => {},
    };
  };
}
