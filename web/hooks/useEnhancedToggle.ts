import { routeMemory } from '../app';
import { useVisionStore } from '../store/useVisionStore';

/**
 * ENH as ready-made button props. `refuse` is told why it cannot be had here, or null once a press was
 * followed.
 */
export function useEnhancedToggle(refuse: (reason: string | null) => void) {
  const active = useVisionStore((state) => state.isEnhancedMode);
  const setEnhancedMode = useVisionStore((state) => state.setEnhancedMode);
  const offer = useVisionStore((state) => state.config?.enhanced);
  const missing = offer?.available === false ? offer.reason : null;
  const onPress = () => {
    if (missing && !active) return refuse(missing);
    refuse(null);
    // Whoever switches it off wants direct tried, whatever was learned of this network.
    if (active) routeMemory.directWorks(useVisionStore.getState().config?.network ?? null);
    setEnhancedMode(!active);
  };
  return { active, unavailable: missing !== null, onPress };
}
