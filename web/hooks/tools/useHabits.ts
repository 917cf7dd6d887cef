/** What a person has set for good, taken over by the page. Behind the first paint, which looks the same without. */
import { useEffect, useRef } from 'react';
import { followSignals } from '../../platform/signals/haptics';
import { preferencesNow, usePreferences } from '../../store/preferences';
import { setFilter, useVisionStore } from '../../store/useVisionStore';

export function useHabits(): void {
  useEffect(() => {
    const kept = preferencesNow();
    follow(kept);
    return usePreferences.subscribe(follow);
  }, []);
  useEnhancedFirst();
}

function follow({ leastSure, vibration, sound, highContrast }: ReturnType<typeof preferencesNow>): void {
  const { filter } = useVisionStore.getState();
  if (filter.least !== leastSure) setFilter({ ...filter, least: leastSure });
  followSignals({ vibration, sound });
  document.documentElement.toggleAttribute('data-high-contrast', highContrast);
}

/** Once a visit, as soon as it is known to be had; a session that has begun meanwhile is left as it is. */
function useEnhancedFirst(): void {
  const isOffered = useVisionStore(({ config }) => config?.enhanced.available === true);
  const isDone = useRef(false);
  useEffect(() => {
    if (!isOffered || isDone.current) return;
    isDone.current = true;
    const { session, setEnhancedMode } = useVisionStore.getState();
    if (preferencesNow().enhancedFirst && session.phase === 'idle') setEnhancedMode(true);
  }, [isOffered]);
}
