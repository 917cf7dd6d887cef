/**
 * A script of the page's head, no module: those wait until the page is parsed and may be put off until it is painted.
 * So it is built apart from the rest (vite.config.ts), which finds what it has begun in `window`.
 */
import { choiceOf } from './camera/constraints';
import { earlyPicture } from './camera/early/element';
import { HeadStart } from './camera/early/headStart';
import { cameraPermission } from './camera/page';
import { keptLens } from './store/keptLens';

const isVisible = () => document.visibilityState === 'visible';

const choice = choiceOf(keptLens(() => localStorage));

// Some browsers withhold them.
if ('getUserMedia' in (navigator.mediaDevices ?? {})) {
  window.earlyCameras = new HeadStart(navigator.mediaDevices, earlyPicture(choice));
  void window.earlyCameras.begin(choice, {
    permission: cameraPermission,
    get visible() {
      return isVisible();
    },
    hidden: (task) => document.addEventListener('visibilitychange', () => isVisible() || task()),
    after: (ms, task) => void setTimeout(task, ms),
  });
}
