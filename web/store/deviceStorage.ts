/** `localStorage` for what may be lost, but may never break the page. */
import type { PersistStorage, StorageValue } from 'zustand/middleware';

export type Device = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;
type Kept = StorageValue<unknown>;

export type DeviceStorage = {
  /**
   * Only when it is used: reading `localStorage` itself throws where the browser bars it (Chromium, "block
   * all cookies").
   */
  device(): Device;
  /**
   * What this page writes. What a newer one has written, in a tab that was loaded after an update, is read
   * and left alone.
   */
  version: number;
  /** What pages wrote before they wrote versions, as the state of version 0; null where there is nothing. */
  older(device: Device): unknown;
  /** The keys that it was written under. */
  olderKeys: readonly string[];
};

/**
 * Where nothing can be written (private mode, policy, no room left), what was kept counts until the page is
 * closed.
 */
export function deviceStorage({ device, version, older, olderKeys }: DeviceStorage): PersistStorage<unknown> {
  let unwritten: Kept | null = null;
  const read = (name: string): Kept | null => {
    const kept = parsed(device().getItem(name));
    if (isKept(kept)) return kept;
    const state = older(device());
    return state === null ? null : { state, version: 0 };
  };
  const write = (name: string, value: Kept): Kept | null => {
    if ((read(name)?.version ?? 0) > version) return value;
    device().setItem(name, JSON.stringify(value));
    for (const key of olderKeys) device().removeItem(key);
    return null;
  };
  return {
    getItem: (name) => unwritten ?? orElse(null, () => read(name)),
    setItem: (name, value) => {
      unwritten = orElse(value, () => write(name, value));
    },
    removeItem: (name) => orElse(undefined, () => device().removeItem(name)),
  };
}

/** @returns null for what is no JSON. */
export function parsed(text: string | null): unknown {
  return text === null ? null : orElse(null, () => JSON.parse(text));
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isKept(value: unknown): value is Kept {
  return isRecord(value) && typeof value.version === 'number';
}

function orElse<Value>(otherwise: Value, act: () => Value): Value {
  try {
    return act();
  } catch {
    return otherwise;
  }
}
