import { useRef } from 'react';
import { useWorkflowPicture } from '../../hooks/picture/useWorkflowPicture';
import { useWords } from '../../hooks/usePage';
import { useVisionStore } from '../../store/useVisionStore';

/** Over the camera's picture, which shows through where this one is not there. Never mirrored: it has texts. */
export function WorkflowPicture() {
  const { viewfinder } = useWords();
  const video = useRef<HTMLVideoElement>(null);
  const sameShape = useWorkflowPicture(video);
  const shown = useVisionStore((state) => state.picture === 'shown');
  return (
    <video
      ref={video}
      className={`workflowPicture ${shown ? 'shown' : ''} ${sameShape ? '' : 'whole'}`}
      playsInline
      muted
      autoPlay
      disablePictureInPicture
      aria-label={viewfinder.workflowPicture}
      aria-hidden={!shown}
      data-testid="picture"
    />
  );
}
