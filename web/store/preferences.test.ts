import { beforeEach, describe, expect, it } from 'vitest';
import type { Device } from './deviceStorage';
import { keptLens } from './keptLens';
import { createPreferences } from './preferences';

const KEY = 'sightline.preferences';
const FIRST_VISIT = {
  installDismissed: false,
  directBlocked: {},
  choice: null,
  pictures: {},
  readouts: {},
  trueToFrame: false,
  mostBytes: null,
  language: null,
  lens: null,
  leastSure: 0,
  enhancedFirst: false,
  vibration: true,
  sound: false,
  highContrast: false,
};
const SEEN = { hotel: 1_700_000_000_000 };

/** A device's storage that tabs share, and that may become full. */
class FakeDevice implements Device {
  readonly items = new Map<string, string>();
  full = false;
  getItem = (key: string) => this.items.get(key) ?? null;
  removeItem = (key: string) => void this.items.delete(key);
  setItem = (key: string, value: string) => {
    if (this.full) throw new DOMException('full', 'QuotaExceededError');
    this.items.set(key, value);
  };
}

describe('the preferences', () => {
  let device: FakeDevice;
  beforeEach(() => {
    device = new FakeDevice();
  });
  const tab = () => createPreferences(() => device);
  const kept = () => JSON.parse(device.items.get(KEY) ?? 'null');

  it('leave no trace of a visit that keeps nothing', () => {
    expect(tab().now()).toEqual(FIRST_VISIT);
    expect([...device.items]).toEqual([]);
  });

  it('last', () => {
    tab().keep({ installDismissed: true });
    expect(tab().store.getState()).toEqual({ ...FIRST_VISIT, installDismissed: true });
    expect(kept()).toEqual({ state: { ...FIRST_VISIT, installDismissed: true }, version: 1 });
  });

  it('take over what earlier versions kept under keys of their own', () => {
    device.items.set('sightline.install.dismissed', '1');
    device.items.set('sightline.direct-blocked', JSON.stringify(SEEN));
    expect(tab().store.getState()).toEqual({ ...FIRST_VISIT, installDismissed: true, directBlocked: SEEN });
    expect([...device.items.keys()]).toEqual([KEY]);
    expect(tab().store.getState().directBlocked).toEqual(SEEN);
  });

  it.each(['', '{', '{"hotel":"yesterday"}'])('take over one of them beside %j', (blocked) => {
    device.items.set('sightline.install.dismissed', '1');
    device.items.set('sightline.direct-blocked', blocked);
    expect(tab().store.getState()).toEqual({ ...FIRST_VISIT, installDismissed: true });
  });

  it('keep which workflow shows its own picture, and nothing that is none of that', () => {
    tab().keep({ pictures: { one: true, two: 'output_image', three: false } });
    expect(tab().now().pictures).toEqual({ one: true, two: 'output_image', three: false });
    device.items.set(KEY, JSON.stringify({ state: { pictures: { one: { on: 1 } } }, version: 1 }));
    expect(tab().now().pictures).toEqual({});
  });

  it.each([
    '',
    'null',
    '[1,2]',
    '{"state":null,"version":1}',
    '{"state":{"installDismissed":1,"directBlocked":[1]},"version":1}',
    '{"state":{"installDismissed":"true","directBlocked":{"hotel":"yesterday"}},"version":1}',
    '{"state":{"__proto__":{"installDismissed":true},"constructor":1},"version":1}',
    '{"state":{"installDismissed":true},"version":"1"}',
    '{"state":{"readouts":{"fast":{"order":"count","hidden":[]}}},"version":1}',
  ])('take %s for nothing, and keep on', (text) => {
    device.items.set(KEY, text);
    const { store, keep } = tab();
    expect(store.getState()).toEqual(FIRST_VISIT);
    keep({ installDismissed: true });
    expect(tab().now().installDismissed).toBe(true);
  });

  it('keep what is good beside what is broken', () => {
    device.items.set(
      KEY,
      '{"state":{"installDismissed":true,"directBlocked":7,"theme":"light"},"version":1}',
    );
    expect(tab().now()).toEqual({ ...FIRST_VISIT, installDismissed: true });
  });

  it('tell of the lens before their own code is there', () => {
    const lens = () => keptLens(() => device);
    expect(lens()).toBeNull();
    tab().keep({ lens: 'rear wide' });
    expect(lens()).toBe('rear wide');
    for (const text of ['', '{', 'null', '[]', '{"state":null}', '{"state":{"lens":7}}']) {
      device.items.set(KEY, text);
      expect(lens()).toBeNull();
    }
    expect(keptLens(() => expect.fail('barred'))).toBeNull();
  });

  it('of two tabs are the same, whichever keeps something first', () => {
    const [one, other] = [tab(), tab()];
    one.keep({ installDismissed: true });
    other.keep({ directBlocked: SEEN });
    expect(one.now()).toEqual({ ...FIRST_VISIT, installDismissed: true, directBlocked: SEEN });
    expect(kept().state).toEqual(one.now());
  });

  it('of a newer version are read and left alone', () => {
    const newer = JSON.stringify({ state: { installDismissed: true, directBlocked: { a: {} } }, version: 2 });
    device.items.set(KEY, newer);
    const { keep, now } = tab();
    keep({ directBlocked: SEEN });
    expect(now()).toEqual({ ...FIRST_VISIT, installDismissed: true, directBlocked: SEEN });
    expect(device.items.get(KEY)).toBe(newer);
  });

  it('count until the page is closed where there is no room, and are written once there is', () => {
    const { keep, now } = tab();
    device.full = true;
    keep({ installDismissed: true });
    expect([now().installDismissed, kept()]).toEqual([true, null]);
    device.full = false;
    keep({ directBlocked: SEEN });
    expect(kept().state).toEqual({ ...FIRST_VISIT, installDismissed: true, directBlocked: SEEN });
  });

  it('leave the old keys where they cannot be taken over', () => {
    device.items.set('sightline.install.dismissed', '1');
    device.full = true;
    expect(tab().now().installDismissed).toBe(true);
    expect([...device.items.keys()]).toEqual(['sightline.install.dismissed']);
  });

  it('count until the page is closed where storage is barred', () => {
    const { keep, now } = createPreferences(() => {
      throw new DOMException('barred', 'SecurityError');
    });
    expect(now()).toEqual(FIRST_VISIT);
    keep({ installDismissed: true });
    keep({ directBlocked: SEEN });
    expect(now()).toEqual({ ...FIRST_VISIT, installDismissed: true, directBlocked: SEEN });
  });
});
