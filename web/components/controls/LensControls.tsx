import { useWords } from '../../hooks/usePage';
import type { CameraFacts } from '../../store/useVisionStore';
import { numbers } from '../../words/numbers';
import { Icon } from '../Icon';
import { zoomSteps } from './zoomSteps';

const factorText = numbers({ maximumFractionDigits: 2 });

type Props = { camera: CameraFacts; onLens(): void; onTorch(on: boolean): void; onZoom(value: number): void };
type Zoom = { min: number; max: number; value: number };

/** The next lens that looks the same way, and torch and zoom where this very lens has them. */
export function LensControls({ camera, onLens, onTorch, onZoom }: Props) {
  const { controls } = useWords();
  if (camera.phase !== 'on' || (camera.torch ?? camera.zoom ?? camera.lens) === null) return null;
  const { lens, torch, zoom } = camera;
  return (
    <>
      {lens && (
        <button
          type="button"
          className="lensButton"
          aria-label={controls.nextLens({ index: lens.index + 1, count: lens.count })}
          onClick={onLens}
        >
          <span>
            <span className="lensName">{controls.lens}</span>
            {lens.index + 1}/{lens.count}
          </span>
        </button>
      )}
      {zoom && <ZoomSteps zoom={zoom} onZoom={onZoom} />}
      {zoom && zoom.min > 0 && <ZoomSlider zoom={zoom} onZoom={onZoom} />}
      {torch !== null && (
        <button
          type="button"
          className="lensButton torchButton"
          aria-label={controls.torch}
          aria-pressed={torch}
          onClick={() => onTorch(!torch)}
        >
          <Icon name="torch" />
        </button>
      )}
    </>
  );
}

type ZoomProps = { zoom: Zoom; onZoom(value: number): void };

/** As the thumb goes, so the picture grows: equal ways are equal ratios. */
function ZoomSlider({ zoom: { min, max, value }, onZoom }: ZoomProps) {
  const { controls } = useWords();
  const factor = value.toFixed(1);
  return (
    <label className="zoomSlider">
      <input
        type="range"
        min={Math.log(min)}
        max={Math.log(max)}
        step="any"
        value={Math.log(value)}
        aria-label={controls.zoomSlider}
        aria-valuetext={controls.zoom({ factor })}
        onChange={({ target }) => onZoom(Math.exp(Number(target.value)))}
      />
      <span aria-hidden="true">{factor}×</span>
    </label>
  );
}

function ZoomSteps({ zoom, onZoom }: ZoomProps) {
  const { controls } = useWords();
  const steps = zoomSteps(zoom);
  const nearest = steps.reduce((best, step) =>
    Math.abs(step - zoom.value) < Math.abs(best - zoom.value) ? step : best,
  );
  return steps.map((step) => (
    <button
      key={step}
      type="button"
      className="lensButton"
      aria-label={controls.zoom({ factor: factorText(step) })}
      aria-pressed={step === nearest}
      onClick={() => onZoom(step)}
    >
      {factorText(step)}×
    </button>
  ));
}
