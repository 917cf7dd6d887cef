import { useRef } from 'react';
import { usePictureChoice } from '../../hooks/picture/usePictureChoice';
import { useViewfinder } from '../../hooks/useViewfinder';
import { useVisionStore } from '../../store/useVisionStore';
import { useRest } from '../late';

/** The camera's picture edge to edge, and the boxes over it; or the workflow's own picture in their place. */
export function Viewfinder() {
  const area = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  useViewfinder(area, canvas);
  const { wanted } = usePictureChoice();
  const frozen = useVisionStore((state) => state.frozen !== null);
  const rest = useRest(wanted !== null || frozen);
  return (
    <div className="viewfinder" ref={area}>
      {rest && wanted !== null && <rest.WorkflowPicture />}
      {rest && frozen && <rest.FrozenPicture />}
      <canvas ref={canvas} data-testid="overlay" />
      {rest && <rest.LensGestures area={area} />}
    </div>
  );
}
