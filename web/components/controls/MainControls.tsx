import { useCamera } from '../../hooks/camera/useCamera';
import { useEnhancedToggle } from '../../hooks/useEnhancedToggle';
import { useWords } from '../../hooks/usePage';
import { useWorkflowChoice } from '../../hooks/workflow/useWorkflowChoice';
import { tick } from '../../platform/signals/haptics';
import { isActive } from '../../session/transitions';
import { useVisionStore } from '../../store/useVisionStore';
import { useRest } from '../late';
import { EnhButton } from './EnhButton';
import { FlipButton } from './FlipButton';
import { LiveButton } from './LiveButton';
import { PhotoButton } from './PhotoButton';
import { WorkflowButton } from './WorkflowButton';
import { WorkflowSwitch } from './WorkflowSwitch';

type Props = {
  onStart(): void;
  onStop(): void;
  onPhoto(): void;
  /** A press that cannot be followed, with the reason in one sentence; null once a press could. */
  onRefuse(reason: string | null): void;
};

export function MainControls({ onStart, onStop, onPhoto, onRefuse }: Props) {
  const { controls } = useWords();
  const { facts, retry, flip, nextLens, setTorch, setZoom } = useCamera();
  const session = useVisionStore((state) => state.session);
  const enhanced = useEnhancedToggle(onRefuse);
  const workflow = useWorkflowChoice(onRefuse);
  const rest = useRest(false);
  const ready = facts.phase === 'on';
  const waits = facts.phase === 'off' && facts.waits === true;
  const press = (act: () => void) => () => {
    tick();
    onRefuse(null);
    act();
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset brings a legend and a form's looks; this is a toolbar
    <div role="group" aria-label={controls.main} className="mainControls">
      <div className="lens">
        {rest && <rest.LensControls camera={facts} onLens={nextLens} onTorch={setTorch} onZoom={setZoom} />}
        {rest && <rest.PictureSwitch />}
      </div>
      <div className="modes">
        <WorkflowSwitch {...workflow} />
        <EnhButton {...enhanced} />
        <WorkflowButton />
      </div>
      <div className="shots">
        <PhotoButton disabled={!ready && !waits} onPress={press(waits ? retry : onPhoto)} />
        <LiveButton session={session} onPress={press(isActive(session) ? onStop : onStart)} />
        <FlipButton disabled={!('canFlip' in facts && facts.canFlip)} onPress={press(flip)} />
      </div>
    </div>
  );
}
