import { useLiveWorkflow, useSeen } from '../../hooks/results/useSeen';
import { useVisionStore } from '../../store/useVisionStore';
import { Banners } from './Banners';
import { Detections } from './Detections';
import { Readouts } from './Readouts';
import { Spoken } from './Spoken';

/** All that is told of live results besides the boxes, of one and the same moment. */
export function LiveResults() {
  const { summary, lines, banners, textOf } = useSeen();
  const workflow = useLiveWorkflow();
  // Nothing is said of a picture that the system keeps back.
  const muted = useVisionStore(({ camera }) => camera.phase === 'on' && camera.muted);
  const said = muted ? { ...summary, text: '' } : summary;
  return (
    <>
      <Banners banners={banners} workflow={workflow} />
      <Readouts lines={lines} workflow={workflow} textOf={textOf} />
      <Detections summary={said} />
      <Spoken summary={said} lines={lines} workflow={workflow} />
    </>
  );
}
