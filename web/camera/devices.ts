/** Which cameras there are, which way each looks, and which one comes next. Pure. */
import type { CameraDevice, Facing, NamedCamera } from './types';

/** Phones choose by where a camera looks; a desktop's webcams do not say, so there it is the device. */
export type CameraChoice = { facing: Facing } | { deviceId: string };

/**
 * What `enumerateDevices` lists. Firefox lacks InputDeviceInfo's `getCapabilities` (W3C mediacapture-main
 * §9.3).
 */
export type DeviceInfo = Pick<MediaDeviceInfo, 'kind' | 'deviceId'> & {
  label?: string;
  getCapabilities?(): MediaTrackCapabilities;
};

/** The camera in use, or the one that was asked for and did not come: `id` is then unknown. */
export type Current = { id: string | null; facing: Facing | null };

/**
 * Before the permission browsers list one camera without an id (§9.2.1), which tells nothing.
 * @param learned where cameras look that have been open before, by id
 */
export function camerasOf(
  infos: readonly DeviceInfo[],
  learned: ReadonlyMap<string, Facing>,
): CameraDevice[] {
  const cameras = infos.filter(({ kind, deviceId }) => kind === 'videoinput' && deviceId !== '');
  return cameras.map((info) => ({
    id: info.deviceId,
    facing: learned.get(info.deviceId) ?? statedFacing(info),
  }));
}

/** Of a name, characters: a list of them has to stay one that can be read. */
const MOST_NAME = 60;

/** The same, with what each is called: what a person chooses from. */
export function namedCameras(
  infos: readonly DeviceInfo[],
  learned: ReadonlyMap<string, Facing>,
): NamedCamera[] {
  const labels = new Map(infos.map(({ deviceId, label }) => [deviceId, label ?? '']));
  return camerasOf(infos, learned).map((each) => ({ ...each, name: nameIn(labels.get(each.id) ?? '') }));
}

/** Chrome on Android numbers them alone ("camera2 0, facing back"); on a desktop it adds USB's ids to the name. */
function nameIn(label: string): string | null {
  if (/^camera2? \d+, facing/i.test(label)) return null;
  const name = label.replace(/\s*\([\da-f]{4}:[\da-f]{4}\)\s*$/i, '').trim();
  return name.slice(0, MOST_NAME) || null;
}

/**
 * Safari before 17 says it in the label alone ("Back Camera"), Chrome on Android in both ("facing front").
 */
function statedFacing(info: DeviceInfo): Facing | null {
  const stated = info.getCapabilities?.().facingMode?.[0];
  if (stated === 'environment' || stated === 'user') return stated;
  if (/\b(back|rear)\b/i.test(info.label ?? '')) return 'environment';
  return /\bfront\b/i.test(info.label ?? '') ? 'user' : null;
}

/**
 * What FLIP asks for, in the order in which to try until another camera comes: the other direction (also
 * where no camera says that it looks there: one that is silent in the list may), then each camera that does
 * not say where it looks, then any other. None: there is nothing to flip to.
 */
export function flipChoices(current: Current, cameras: readonly CameraDevice[]): CameraChoice[] {
  if (cameras.length === 1)
    return cameras[0]?.id === current.id || current.id === null ? [] : roundTrip(cameras);
  const stops = roundTrip(cameras);
  const at = stops.findIndex((stop) => isAt(stop, current));
  const others = at < 0 ? stops : [...stops.slice(at + 1), ...stops.slice(0, at)];
  const turned = current.facing === null ? [] : [opposite(current.facing)];
  const asked = turned.filter((choice) => !others.some((other) => isSame(choice, other)));
  return [...asked, ...(others.length > 0 ? others : nextDevices(current, cameras))];
}

/**
 * The lenses that look the same way as the current camera, in the browser's order; the current one's place
 * there.
 */
export function lensesOf(
  current: Current,
  cameras: readonly CameraDevice[],
): { ids: string[]; index: number } {
  const ids = cameras
    .filter(({ facing }) => facing !== null && facing === current.facing)
    .map(({ id }) => id);
  return { ids, index: ids.indexOf(current.id ?? '') };
}

/** Each direction once, at its first camera; each camera without one. */
function roundTrip(cameras: readonly CameraDevice[]): CameraChoice[] {
  const stops: CameraChoice[] = [];
  for (const { id, facing } of cameras) {
    const stop: CameraChoice = facing === null ? { deviceId: id } : { facing };
    if (!stops.some((other) => isSame(stop, other))) stops.push(stop);
  }
  return stops;
}

function nextDevices({ id }: Current, cameras: readonly CameraDevice[]): CameraChoice[] {
  const at = cameras.findIndex((camera) => camera.id === id);
  const others = [...cameras.slice(at + 1), ...cameras.slice(0, Math.max(at, 0))];
  return others.filter((camera) => camera.id !== id).map((camera) => ({ deviceId: camera.id }));
}

function isAt(stop: CameraChoice, { id, facing }: Current): boolean {
  return 'facing' in stop ? stop.facing === facing : stop.deviceId === id;
}

function isSame(a: CameraChoice, b: CameraChoice): boolean {
  return 'facing' in a
    ? 'facing' in b && a.facing === b.facing
    : 'deviceId' in b && a.deviceId === b.deviceId;
}

function opposite(facing: Facing): CameraChoice {
  return { facing: facing === 'user' ? 'environment' : 'user' };
}
