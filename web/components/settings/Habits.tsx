import { useId } from 'react';
import { useToolWords } from '../../hooks/tools/useToolWords';
import { mayVibrate } from '../../platform/signals/haptics';
import { keep, usePreferences } from '../../store/preferences';
import { useVisionStore } from '../../store/useVisionStore';

type Name = 'enhancedFirst' | 'vibration' | 'sound' | 'highContrast';

/** What one sets once and expects to find again. What this device or deployment does not have is not offered. */
export function Habits() {
  const hasEnhanced = useVisionStore(({ config }) => config?.enhanced.available === true);
  return (
    <div className="choices">
      {hasEnhanced && <Habit name="enhancedFirst" />}
      {mayVibrate() && <Habit name="vibration" />}
      <Habit name="sound" />
      <Habit name="highContrast" />
    </div>
  );
}

function Habit({ name }: { name: Name }) {
  const { habits: texts } = useToolWords();
  const on = usePreferences((state) => state[name]);
  const why = useId();
  return (
    <>
      <label>
        <input type="checkbox" checked={on} aria-describedby={why} onChange={() => keep({ [name]: !on })} />
        {texts[name]}
      </label>
      <p id={why} className="accessWhy">
        {texts[`${name}Why`]}
      </p>
    </>
  );
}
