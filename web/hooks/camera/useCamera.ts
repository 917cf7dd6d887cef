import { camera } from '../../app';
import type { FocusPoint } from '../../camera/types';
import { type CameraFacts, useVisionStore } from '../../store/useVisionStore';

const actions = {
  retry: () => void camera.open(),
  flip: () => void camera.flip(),
  nextLens: () => void camera.nextLens(),
  choose: (id: string | null) => void camera.choose(id),
  setTorch: (on: boolean) => void camera.setTorch(on),
  focusAt: (point: FocusPoint) => void camera.focusAt(point),
  setZoom: (value: number) => void camera.setZoom(value),
};

/**
 * The camera for a component: its facts and what can be asked of it. The picture goes through
 * `useViewfinder`.
 */
export function useCamera(): { facts: CameraFacts } & typeof actions {
  const facts = useVisionStore((state) => state.camera);
  return { facts, ...actions };
}
