/** Which camera is asked for, which one came, and what there is besides. */

import { choiceOf, type MediaSource, statedFacing } from './constraints';
import {
  type CameraChoice,
  type Current,
  camerasOf,
  type DeviceInfo,
  flipChoices,
  lensesOf,
  namedCameras,
} from './devices';
import { deviceInfos } from './request';
import type { Facing, NamedCamera } from './types';

/** What FLIP, LENS and a choice by name could do next; `id`: of the camera in use. */
export type Others = {
  canFlip: boolean;
  lens: { index: number; count: number } | null;
  cameras: readonly NamedCamera[];
  id: string | null;
};

export class CameraSelection {
  choice: CameraChoice;
  private infos: DeviceInfo[] = [];
  /** Where cameras look that have been open, by id. */
  private readonly learned = new Map<string, Facing>();

  /** @param kept the camera that a person has chosen for good; null for the rear one */
  constructor(kept: string | null) {
    this.choice = choiceOf(kept);
  }

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
      cameras: namedCameras(this.infos, this.learned),
      id: current.id,
    };
  }

  /** What to ask for where this camera is wanted; null where it is not there (any more). */
  named(id: string | null): CameraChoice | null {
    return id === null || this.cameras.some((camera) => camera.id === id) ? choiceOf(id) : null;
  }

  private get cameras() {
    return camerasOf(this.infos, this.learned);
  }
}
