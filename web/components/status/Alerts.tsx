import type { FailureFacts } from '../../errors/failure';
import { useCamera } from '../../hooks/camera/useCamera';
import { useSeen } from '../../hooks/results/useSeen';
import type { useRealTimeInference } from '../../hooks/useRealTimeInference';
import { sessionFailure } from '../../store/access';
import type { CameraFacts } from '../../store/useVisionStore';
import { useRest } from '../late';
import { FailureCard } from './FailureCard';
import { Notice } from './Notice';

type Props = {
  live: ReturnType<typeof useRealTimeInference>;
  /** The sheet over the screen deals with what was refused. */
  asked: boolean;
  refusal: string | null;
  onRead(): void;
  knowsLive: boolean;
};

/** What keeps the camera from showing a picture, for good or for now. */
function cameraTrouble(camera: CameraFacts): FailureFacts | null {
  if (camera.phase === 'failed') return camera.failure;
  if (camera.phase === 'opening' && camera.slow) return { code: 'camera_slow' };
  return camera.phase === 'on' && camera.muted ? { code: 'camera_muted' } : null;
}

/** One card at a time, the most pressing one: stacked cards would cover what the camera is pointed at. */
export function Alerts({ live, asked, refusal, onRead, knowsLive }: Props) {
  const camera = useCamera();
  const { session, start, dismiss, enhance } = live;
  const { troubles, dismissTrouble } = useSeen();
  // What can be told of before a session runs is here from the start: it may be that nothing more can be fetched.
  const rest = useRest(troubles.length > 0);
  const trouble = cameraTrouble(camera.facts);
  if (trouble) return <FailureCard failure={trouble} onRetry={camera.retry} onEnhance={enhance} />;
  const failure = sessionFailure(session);
  if (asked) return null;
  if (failure) {
    return <FailureCard failure={failure} onRetry={start} onEnhance={enhance} onDismiss={dismiss} />;
  }
  if (refusal) return <Notice text={refusal} onDismiss={onRead} />;
  if (!rest) return null;
  if (troubles.length > 0) {
    const putAway = () => {
      for (const { key } of troubles) dismissTrouble(key);
    };
    return <rest.TroubleCard troubles={troubles} onDismiss={putAway} />;
  }
  if (session.phase !== 'idle') return null;
  return (
    <>
      <rest.UpdateToast />
      {knowsLive && <rest.InstallHint />}
    </>
  );
}
