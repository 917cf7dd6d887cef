import { type RefObject, useRef } from 'react';
import { usePictureChoice } from '../../hooks/picture/usePictureChoice';
import { useWords } from '../../hooks/usePage';
import { useViewfinder } from '../../hooks/useViewfinder';
import { useVisionStore } from '../../store/useVisionStore';
import { useRest } from '../late';

/** The camera's picture edge to edge, and the boxes over it; or the workflow's own picture in their place. */
export function Viewfinder({ video }: { video: RefObject<HTMLVideoElement> }) {
  const words = useWords();
  const canvas = useRef<HTMLCanvasElement>(null);
  const mirrored = useViewfinder(video, canvas);
  const { wanted } = usePictureChoice();
  const area = useRef<HTMLDivElement>(null);
  const frozen = useVisionStore((state) => state.frozen !== null);
  const rest = useRest(wanted !== null || frozen);
  return (
    <div className="viewfinder" ref={area}>
      <video
        ref={video}
        className={mirrored ? 'mirrored' : ''}
        playsInline
        muted
        autoPlay
        disablePictureInPicture
        aria-label={words.viewfinder.picture}
      />
      {rest && wanted !== null && <rest.WorkflowPicture />}
      {rest && frozen && <rest.FrozenPicture video={video} mirrored={mirrored} />}
      <canvas ref={canvas} data-testid="overlay" />
      {rest && <rest.LensGestures area={area} video={video} />}
    </div>
  );
}
