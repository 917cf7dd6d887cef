import { NAMES } from '../../words/names';
import { Icon } from '../Icon';

export function PhotoButton({ disabled, onPress }: { disabled: boolean; onPress(): void }) {
  return (
    <button type="button" className="round" disabled={disabled} onClick={onPress}>
      <Icon name="camera" />
      <span>{NAMES.photo}</span>
    </button>
  );
}
