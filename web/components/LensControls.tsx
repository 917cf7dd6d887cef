import type { CameraFacts } from '../store/useVisionStore';
import { Icon } from './Icon';
import { zoomSteps } from './zoomSteps';

type Props = { camera: CameraFacts; onTorch(on: boolean): void; onZoom(value: number): void };
type Zoom = { min: number; max: number; value: number };

/** Torch and zoom, where this very lens has them. */
export function LensControls({ camera, onTorch, onZoom }: Props) {
  if (camera.phase !== 'on' || (camera.torch === null && camera.zoom === null)) return null;
  const { torch, zoom } = camera;
  return (
    <div className="lens">
      {zoom && <ZoomSteps zoom={zoom} onZoom={onZoom} />}
      {torch !== null && (
        <button
          type="button"
          className="lensButton"
          aria-label="Torch"
          aria-pressed={torch}
          onClick={() => onTorch(!torch)}
        >
          <Icon name="torch" />
        </button>
      )}
    </div>
  );
}

function ZoomSteps({ zoom, onZoom }: { zoom: Zoom; onZoom(value: number): void }) {
  const steps = zoomSteps(zoom);
  const nearest = steps.reduce((best, step) =>
    Math.abs(step - zoom.value) < Math.abs(best - zoom.value) ? step : best,
  );
  return steps.map((step) => (
    <button
      key={step}
      type="button"
      className="lensButton"
      aria-label={`Zoom ${step} times`}
      aria-pressed={step === nearest}
      onClick={() => onZoom(step)}
    >
      {step}×
    </button>
  ));
}
