import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { startApp } from './app';
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

import { watchForUpdates } from './platform/update';
import { isActive } from './session/transitions';
import { useVisionStore } from './store/useVisionStore';
import { afterPaint } from './time/late';

tidyAddress();
keepInstallPrompt();
startApp();

const root = document.getElementById('root');
if (!root) throw new Error('index.html must hold an element with the id "root".');
createRoot(root).render(
  <StrictMode>
    <CrashBoundary>
      <CameraScreen />
    </CrashBoundary>
  </StrictMode>,
);
// Offline, or in the place of an older page, it may not come: then there is no newer version to tell of, either.
afterPaint(() => watchForUpdates(() => isActive(useVisionStore.getState().session)).catch(() => undefined));
