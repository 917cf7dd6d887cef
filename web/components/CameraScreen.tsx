import { useEffect, useState } from 'react';
import { wordsHere } from '../errors/words';
import { useLazy } from '../hooks/tools/useLazy';
import { useAccess } from '../hooks/useAccess';
import { useLayout, useOnline, useWords } from '../hooks/usePage';
import { usePhoto } from '../hooks/usePhoto';
import { useRealTimeInference } from '../hooks/useRealTimeInference';
import { useScreenWake } from '../hooks/useScreenWake';
import { useSettled } from '../hooks/useViewfinder';
import { isActive } from '../session/transitions';
import { useVisionStore } from '../store/useVisionStore';
import { MainControls } from './controls/MainControls';
import { useRest, warmRest } from './late';
import { Alerts } from './status/Alerts';
import { StatusLine } from './status/StatusLine';
import { statusOf } from './status/statusText';
import { TopBar } from './status/TopBar';
import { PictureNote } from './viewfinder/PictureNote';
import { Viewfinder } from './viewfinder/Viewfinder';

const loadTools = () => import('./tools/ToolRail');

/** The whole app: a viewfinder with its controls. */
export function CameraScreen() {
  const live = useRealTimeInference();
  const shot = usePhoto();
  const { photo, take, retry, close } = shot;
  const { check, isDue, goOn, giveUp } = useAccess(live, shot);
  const camera = useVisionStore((state) => state.camera);
  const accurate = useVisionStore((state) => state.workflow === 'accurate');
  const settled = useSettled();
  const tools = useLazy(loadTools, settled);
  const [refusal, setRefusal] = useState<string | null>(null);
  const { session } = live;
  const knowsLive = useKnowsLive(session.phase === 'live');
  const input = { camera, session, online: useOnline(), knowsLive, accurate };
  const status = statusOf(input, useWords().status);
  useScreenWake(isActive(session));
  const rest = useRest(check !== null || photo.phase !== 'none' || isActive(session));
  useEffect(() => {
    if (settled) warmRest();
  }, [settled]);
  return (
    <main className="screen" data-layout={useLayout()} data-phase={session.phase}>
      <Viewfinder />
      <TopBar session={session} />
      <StatusLine status={status} onCancel={live.stop} />
      <div className="lower">
        <Alerts
          live={live}
          asked={isDue || (check !== null && rest !== null)}
          refusal={rest === null && photo.phase === 'failed' ? wordsHere(photo.failure).say : refusal}
          onRead={() => {
            setRefusal(null);
            if (rest === null) close();
          }}
          knowsLive={knowsLive}
        />
        <PictureNote />
        {rest && <rest.LiveResults />}
        {rest && <rest.CanSee knowsLive={knowsLive} />}
      </div>
      <MainControls onStart={live.start} onStop={live.stop} onPhoto={take} onRefuse={setRefusal} />
      {tools && <tools.ToolRail onChoose={shot.choose} onOpen={shot.open} onShared={shot.openShared} />}
      {rest && check && <rest.AccessSheet check={check} onGranted={goOn} onClose={giveUp} />}
      {rest && !check && photo.phase !== 'none' && (
        <rest.PhotoSheet photo={photo} onRetry={retry} onClose={close} />
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
