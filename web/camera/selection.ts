/** Which camera is asked for, which one came, and what there is besides. */
import {
  type CameraChoice,
  type Current,
  camerasOf,
  type DeviceInfo,
  flipChoices,
  lensesOf,
} from './devices';
import { deviceInfos, type MediaSource, statedFacing } from './request';
import type { Facing } from './types';

/** What FLIP and LENS could do next. */
export type Others = { canFlip: boolean; lens: { index: number; count: number } | null };

export class CameraSelection {
  choice: CameraChoice = { facing: 'environment' };
  private infos: DeviceInfo[] = [];
  /** Where cameras look that have been open, by id. */
  private readonly learned = new Map<string, Facing>();

  async refresh(source: MediaSource): Promise<void> {
    this.infos = await deviceInfos(source);
  }

  /** @param settings of an open track; null where none came: then it is the camera that was asked for. */
  current(settings: MediaTrackSettings | null): Current {
    const { choice } = this;
    const asked: Current =
      'facing' in choice
        ? { id: null, facing: choice.facing }
        : { id: choice.deviceId, facing: this.learned.get(choice.deviceId) ?? null };
    return settings === null ? asked : { id: settings.deviceId ?? asked.id, facing: statedFacing(settings) };
  }

  /** Keeps in mind where the camera of an open track looks. */
  learn(settings: MediaTrackSettings): void {
    const facing = statedFacing(settings);
    if (facing !== null && settings.deviceId) this.learned.set(settings.deviceId, facing);
  }

  /** What FLIP asks for, in the order in which to try. */
  flips(current: Current): CameraChoice[] {
    return flipChoices(current, this.cameras);
  }

  /** The next lens that looks the same way; null where there is none. */
  nextLens(current: Current): CameraChoice | null {
    const { ids, index } = lensesOf(current, this.cameras);
    const next = ids[(index + 1) % ids.length];
    return next !== undefined && ids.length > 1 ? { deviceId: next } : null;
  }

  others(current: Current): Others {
    const { ids, index } = lensesOf(current, this.cameras);
    return {
      canFlip: this.cameras.length > 1 && this.flips(current).length > 0,
      lens: ids.length > 1 && index >= 0 ? { index, count: ids.length } : null,
    };
  }

  private get cameras() {
    return camerasOf(this.infos, this.learned);
  }
}
