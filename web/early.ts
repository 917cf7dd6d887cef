/** Runs as soon as it has come, before the rest of the page is here (vite.config.ts): small on purpose. */
import { HeadStart } from './camera/headStart';
import { cameraPermission } from './camera/page';
import { choiceOf } from './camera/request';
import { preferencesNow } from './store/preferences';

const isVisible = () => document.visibilityState === 'visible';

/** The page's cameras; undefined where the browser withholds them. */
export const cameras =
  'getUserMedia' in (navigator.mediaDevices ?? {}) ? new HeadStart(navigator.mediaDevices) : undefined;

void cameras?.begin(choiceOf(preferencesNow().lens), {
  permission: cameraPermission,
  get visible() {
    return isVisible();
  },
  hidden: (task) => document.addEventListener('visibilitychange', () => isVisible() || task()),
  after: (ms, task) => void setTimeout(task, ms),
});
