/** The page of the connection check (check.html). */
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { ROUTES } from '../../protocol/api';
import { browserFetch } from '../api/client';
import { canSendLiveVideo } from '../platform/liveVideo';
import { openPeer } from '../platform/openPeer';
import { roundTripMs } from '../platform/roundTrip';
import { browserLocks, isAnyLive } from '../platform/tabs/liveMark';
import { preferencesNow } from '../store/preferences';
import '../styles/check.css';
import { systemClock } from '../time/clock';
import { speakTo } from '../words/speak';
import type { Deps } from './examine';
import { CheckPage } from './page/CheckPage';
import { checkCatalogue } from './page/words';
import { lookAtDevice } from './probes/device';
import { drawPicture } from './probes/picture';

const deps: Deps = {
  fetch: browserFetch,
  clock: systemClock,
  createPeer: (configuration) => openPeer(RTCPeerConnection, configuration),
  wallNow: Date.now,
  device: () =>
    lookAtDevice({
      isSecureContext,
      onLine: navigator.onLine,
      mediaDevices: navigator.mediaDevices,
      permissions: navigator.permissions as Parameters<typeof lookAtDevice>[0]['permissions'],
      canSendVideo: () => canSendLiveVideo(),
    }),
  isAnyLive: () => isAnyLive(browserLocks()),
  draw: drawPicture,
  roundTripMs: () => roundTripMs([ROUTES.config]),
};

const root = document.getElementById('root');
if (!root) throw new Error('check.html must hold an element with the id "root".');
const page = createRoot(root);
void speakTo(preferencesNow().language, checkCatalogue).then(() =>
  page.render(
    <StrictMode>
      <CheckPage deps={deps} />
    </StrictMode>,
  ),
);
