import { type RefObject, useRef } from 'react';
import { usePictureChoice } from '../../hooks/picture/useWorkflowPicture';
import { useWords } from '../../hooks/usePage';
import { useViewfinder } from '../../hooks/useViewfinder';
import { useVisionStore } from '../../store/useVisionStore';
import { FrozenPicture } from './FrozenPicture';
import { WorkflowPicture } from './WorkflowPicture';

/** The camera's picture edge to edge, and the boxes over it; or the workflow's own picture in their place. */
export function Viewfinder({ video }: { video: RefObject<HTMLVideoElement | null> }) {
  const words = useWords();
  const canvas = useRef<HTMLCanvasElement>(null);
  const mirrored = useViewfinder(video, canvas);
  const { wanted } = usePictureChoice();
  const frozen = useVisionStore((state) => state.frozen !== null);
  return (
    <div className="viewfinder">
      <video
        ref={video}
        className={mirrored ? 'mirrored' : ''}
        playsInline
        muted
        autoPlay
        disablePictureInPicture
        aria-label={words.viewfinder.picture}
      />
      {wanted !== null && <WorkflowPicture />}
      {frozen && <FrozenPicture video={video} mirrored={mirrored} />}
      <canvas ref={canvas} data-testid="overlay" />
    </div>
  );
}
