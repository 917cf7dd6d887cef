import { NAMES } from '../../words/names';
import { Icon } from '../Icon';

/** Disabled rather than gone with one camera, so that the shutter keeps its place in the middle. */
export function FlipButton({ disabled, onPress }: { disabled: boolean; onPress(): void }) {
  return (
    <button type="button" className="round" disabled={disabled} onClick={onPress}>
      <Icon name="flip" />
      <span>{NAMES.flip}</span>
    </button>
  );
}
