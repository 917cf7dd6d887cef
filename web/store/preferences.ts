/**
 * What lasts on this device from visit to visit. Whatever is found there is checked: anyone may have written
 * it.
 */
import { create } from 'zustand';
import { persist } from 'zustand/middleware';
import { type Arrangements, areArrangements } from './arrangement';
import { type Device, deviceStorage, isRecord, parsed } from './deviceStorage';

export type Preferences = {
  /** The hint to install was put away for good: one that comes back is a nag. */
  installDismissed: boolean;
  /**
   * Networks that block direct video, by the proxy's name for them, and when (Unix time, ms) they last did.
   */
  directBlocked: Record<string, number>;
  /** The further workflow that LIVE runs, by its name; null for FAST. */
  choice: string | null;
  /**
   * Whether a workflow's own picture is shown, by the workflow's id: of the output named, or of the one that
   * comes first.
   */
  pictures: Record<string, string | boolean>;
  /** Each workflow's lines, as the person has arranged them. */
  readouts: Arrangements;
  /** Boxes stay on the frame that they are of, in place of being carried to the one on the screen. */
  trueToFrame: boolean;
  /** LIVE stops once a session has sent and received so many bytes; null: it does not. */
  mostBytes: number | null;
  /** Of the page (BCP 47); null for the browser's. */
  language: string | null;
  /** The camera that is opened first, by its device's id; null for the rear one. */
  lens: string | null;
  /** Confidence, 0 to 1, below which nothing is shown. */
  leastSure: number;
  /** ENH is armed when the page opens. */
  enhancedFirst: boolean;
  vibration: boolean;
  sound: boolean;
  /** For sunlight: darker grounds, whiter words. */
  highContrast: boolean;
};

const isFlag = (value: unknown) => typeof value === 'boolean';
const isTextOrNull = (value: unknown) => value === null || typeof value === 'string';

const areTimes = (value: unknown) =>
  isRecord(value) && Object.values(value).every((at) => typeof at === 'number');
const areChoices = (value: unknown) =>
  isRecord(value) && Object.values(value).every((kept) => ['string', 'boolean'].includes(typeof kept));

type Kept<Value> = [first: Value, isGood: (value: unknown) => boolean];

/** At the first visit; and what may come out of the storage: anything else there counts as never kept. */
const KEPT: { [Name in keyof Preferences]: Kept<Preferences[Name]> } = {
  installDismissed: [false, isFlag],
  directBlocked: [{}, areTimes],
  choice: [null, isTextOrNull],
  pictures: [{}, areChoices],
  readouts: [{}, areArrangements],
  trueToFrame: [false, isFlag],
  mostBytes: [null, (value) => value === null || (Number.isSafeInteger(value) && Number(value) > 0)],
  language: [null, isTextOrNull],
  lens: [null, isTextOrNull],
  leastSure: [0, (value) => typeof value === 'number' && value >= 0 && value <= 1],
  enhancedFirst: [false, isFlag],
  vibration: [true, isFlag],
  sound: [false, isFlag],
  highContrast: [false, isFlag],
};
const NAMES = Object.keys(KEPT) as (keyof Preferences)[];
const FIRST_VISIT = Object.fromEntries(NAMES.map((name) => [name, KEPT[name][0]])) as Preferences;

const KEY = 'sightline.preferences';
/** Grows when what a name means changes, with a case in `migrate`; for a new name the checks are enough. */
const VERSION = 1;
const OLDER = { installDismissed: 'sightline.install.dismissed', directBlocked: 'sightline.direct-blocked' };

export function createPreferences(device: () => Device) {
  const storage = deviceStorage({ device, version: VERSION, older, olderKeys: Object.values(OLDER) });
  const migrate = (state: unknown) => state;
  const store = create<Preferences>()(
    persist(() => FIRST_VISIT, { name: KEY, version: VERSION, storage, migrate, merge: checked }),
  );
  /** As they are now: another tab may have changed them a moment ago. */
  const now = (): Preferences => {
    void store.persist.rehydrate(); // At once, since the storage answers at once.
    return store.getState();
  };
  return {
    store,
    now,
    keep: (change: Partial<Preferences>) => {
      now();
      store.setState(change);
    },
  };
}

const preferences = createPreferences(() => localStorage);
export const usePreferences = preferences.store;
export const preferencesNow = preferences.now;
export const keep = preferences.keep;

/** Shows what another tab has kept. Call once. */
export function followOtherTabs(): void {
  addEventListener('storage', ({ key }) => {
    if (key === KEY) preferencesNow();
  });
}

function checked(kept: unknown, otherwise: Preferences): Preferences {
  const found = isRecord(kept) ? kept : {};
  const names = NAMES.filter((name) => KEPT[name][1](found[name]));
  return { ...otherwise, ...Object.fromEntries(names.map((name) => [name, found[name]])) };
}

/** Until version 1 each had a key of its own. */
function older(device: Device): unknown {
  const dismissed = device.getItem(OLDER.installDismissed);
  const blocked = device.getItem(OLDER.directBlocked);
  if (dismissed === null && blocked === null) return null;
  return { installDismissed: dismissed !== null, directBlocked: parsed(blocked) };
}
