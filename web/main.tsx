import { StrictMode, startTransition } from 'react';
import { createRoot } from 'react-dom/client';
import { behind, startApp } from './app';
import './styles/base.css';
import './styles/viewfinder.css';
import './styles/controls.css';
import './styles/side.css';
import './styles/cards.css';
import './styles/readouts.css';
import './styles/sheet.css';
import './styles/access.css';
import './styles/forcedColours.css';
import { CameraScreen } from './components/CameraScreen';
import { CrashBoundary } from './components/CrashBoundary';
import { tidyAddress } from './components/signInAddress';
import { keepInstallPrompt } from './platform/install';
import { isActive } from './session/transitions';
import { preferencesNow, usePreferences } from './store/preferences';
import { useVisionStore } from './store/useVisionStore';
import { speakTo } from './words/speak';

tidyAddress();
keepInstallPrompt();
startApp();

const root = document.getElementById('root');
if (!root) throw new Error('index.html must hold an element with the id "root".');
const app = createRoot(root);
usePreferences.subscribe(({ language }, before) => {
  // By what it has become: the device is only told after this, and would answer with what it was.
  if (language !== before.language) void speakTo(language);
});
// Whoever reads another language does not see English first. As a transition React draws in slices of 5 ms: in
// one piece it took a slow phone 120 ms, and the browser's answers about the camera stood in line behind it.
void speakTo(preferencesNow().language).then(() =>
  startTransition(() =>
    app.render(
      <StrictMode>
        <CrashBoundary>
          <CameraScreen />
        </CrashBoundary>
      </StrictMode>,
    ),
  ),
);
// Not before what a tap needs is there: the worker fetches the whole app. Where its own script does not come, there
// is no newer version to tell of.
const isBusy = () => isActive(useVisionStore.getState().session);
behind.whenThere(({ watchForUpdates }) => watchForUpdates(isBusy).catch(() => undefined));
