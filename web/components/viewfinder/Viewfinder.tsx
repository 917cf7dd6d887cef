import { type RefObject, useRef } from 'react';
import { useWords } from '../../hooks/usePage';
import { useViewfinder } from '../../hooks/useViewfinder';

/** The camera's picture edge to edge, and the boxes over it. */
export function Viewfinder({ video }: { video: RefObject<HTMLVideoElement | null> }) {
  const words = useWords();
  const canvas = useRef<HTMLCanvasElement>(null);
  const mirrored = useViewfinder(video, canvas);
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
      <canvas ref={canvas} data-testid="overlay" />
    </div>
  );
}
