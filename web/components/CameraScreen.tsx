import { useEffect, useRef, useState } from 'react';
import { useDoor } from '../hooks/useDoor';
import { useLayout } from '../hooks/useLayout';
import { useOnline } from '../hooks/useOnline';
import { usePhoto } from '../hooks/usePhoto';
import { useRealTimeInference } from '../hooks/useRealTimeInference';
import { useScreenWake } from '../hooks/useScreenWake';
import { useVisionStore } from '../store/useVisionStore';
import { AccessSheet } from './AccessSheet';
import { Alerts } from './Alerts';
import { Detections } from './Detections';
import { startsLive } from './LiveButton';
import { MainControls } from './MainControls';
import { PhotoSheet } from './PhotoSheet';
import { StatusLine } from './StatusLine';
import { statusOf } from './statusText';
import { TopBar } from './TopBar';
import { Viewfinder } from './Viewfinder';

/** The whole app: a viewfinder with its controls. */
export function CameraScreen() {
  const video = useRef<HTMLVideoElement>(null);
  const live = useRealTimeInference();
  const shot = usePhoto(video);
  const { photo, take, retry, close } = shot;
  const { lock, goOn, giveUp } = useDoor(live, shot);
  const camera = useVisionStore((state) => state.camera);
  const accurate = useVisionStore((state) => state.workflow === 'accurate');
  const [refusal, setRefusal] = useState<string | null>(null);
  const { session } = live;
  const knowsLive = useKnowsLive(session.phase === 'live');
  const status = statusOf({ camera, session, online: useOnline(), knowsLive, accurate });
  useScreenWake(!startsLive(session.phase));
  return (
    <main className="screen" data-layout={useLayout()} data-phase={session.phase}>
      <Viewfinder video={video} />
      <TopBar session={session} />
      <StatusLine status={status} onCancel={live.stop} />
      <div className="lower">
        <Alerts
          live={live}
          asked={lock !== null}
          refusal={refusal}
          onRead={() => setRefusal(null)}
          knowsLive={knowsLive}
        />
        <Detections live={session.phase === 'live'} />
      </div>
      <MainControls onStart={live.start} onStop={live.stop} onPhoto={take} onRefuse={setRefusal} />
      {lock ? (
        <AccessSheet lock={lock} onEntered={goOn} onClose={giveUp} />
      ) : (
        photo.phase !== 'none' && <PhotoSheet photo={photo} onRetry={retry} onClose={close} />
      )}
    </main>
  );
}

/** Whether a session has been live in this visit. */
function useKnowsLive(isLive: boolean): boolean {
  const [knows, setKnows] = useState(false);
  useEffect(() => {
    if (isLive) setKnows(true);
  }, [isLive]);
  return knows;
}
