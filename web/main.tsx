import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { startApp } from './app';
import './base.css';
import './viewfinder.css';
import './controls.css';
import './side.css';
import './cards.css';
import './sheet.css';
import './access.css';
import './forcedColours.css';
import { CameraScreen } from './components/CameraScreen';
import { CrashBoundary } from './components/CrashBoundary';
import { startsLive } from './components/LiveButton';
import { watchForUpdates } from './hooks/useUpdate';
import { keepInstallPrompt } from './platform/install';
import { useVisionStore } from './store/useVisionStore';

keepInstallPrompt();
watchForUpdates(() => !startsLive(useVisionStore.getState().session.phase));
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
