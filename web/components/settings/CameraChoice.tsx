import { useCamera } from '../../hooks/camera/useCamera';
import { useToolWords } from '../../hooks/tools/useToolWords';
import { usePreferences } from '../../store/preferences';
import type { CameraFacts } from '../../store/useVisionStore';

type Cameras = Extract<CameraFacts, { phase: 'on' }>['cameras'];

/** Every camera that the device lists. Chosen is the one that opens first, now and at each further visit. */
export function CameraChoice() {
  const { habits: texts } = useToolWords();
  const { facts, choose } = useCamera();
  const kept = usePreferences(({ lens }) => lens);
  if (facts.phase !== 'on' || facts.cameras.length < 2) return null;
  const { cameras, id } = facts;
  const names = namesOf(cameras, texts);
  const chosen = cameras.some((camera) => camera.id === kept) ? kept : null;
  const choices = [
    [null, texts.rearFirst] as const,
    ...cameras.map((camera, at) => [camera.id, names[at]] as const),
  ];
  return (
    <fieldset className="choices">
      <legend>{texts.camera}</legend>
      {choices.map(([camera, name]) => (
        <label key={camera ?? ''}>
          <input type="radio" name="camera" checked={camera === chosen} onChange={() => choose(camera)} />
          <span>
            {name} {camera !== null && camera === id && <small>{texts.inUse}</small>}
          </span>
        </label>
      ))}
    </fieldset>
  );
}

/** As the platform names them; else by where they look and a number, also where two have the same name. */
function namesOf(cameras: Cameras, texts: ReturnType<typeof useToolWords>['habits']): string[] {
  return cameras.map(({ name, facing }, at) => {
    const isAlike = (other: Cameras[number]) =>
      other.name === name && (name !== null || other.facing === facing);
    const number = cameras.slice(0, at + 1).filter(isAlike).length;
    const isOnly = cameras.filter(isAlike).length === 1;
    const base =
      name ?? (facing === 'environment' ? texts.rear : facing === 'user' ? texts.front : texts.camera);
    return isOnly ? base : texts.numbered({ name: base, number });
  });
}
