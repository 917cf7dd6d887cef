import { NAMES } from '../../words/names';

type Props = { active: boolean; unavailable: boolean; onPress(): void };

/** A fixed label: `aria-pressed` alone says the state. Where ENH cannot be had, a press tells why. */
export function EnhButton({ active, unavailable, onPress }: Props) {
  return (
    <button
      type="button"
      className="pill enh"
      aria-pressed={active}
      aria-disabled={unavailable || undefined}
      onClick={onPress}
    >
      <span className="enhLamp" aria-hidden="true" />
      {NAMES.enhanced}
    </button>
  );
}
