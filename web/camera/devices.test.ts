import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { camerasOf, type DeviceInfo, flipChoices, lensesOf, namedCameras } from './devices';
import type { CameraDevice, Facing } from './types';

const none: ReadonlyMap<string, Facing> = new Map();
const camera = (deviceId: string, more: Partial<DeviceInfo> = {}): DeviceInfo => ({
  kind: 'videoinput',
  deviceId,
  ...more,
});

describe('camerasOf', () => {
  it('takes cameras alone, and none that has no id yet', () => {
    const list = [camera(''), camera('a'), { kind: 'audioinput', deviceId: 'm' } as const];
    expect(camerasOf(list, none)).toEqual([{ id: 'a', facing: null }]);
  });

  it.each<[string, Partial<DeviceInfo>, Facing | null]>([
    ['its capabilities', { getCapabilities: () => ({ facingMode: ['user'] }) }, 'user'],
    ['an iPhone’s label', { label: 'Back Ultra Wide Camera' }, 'environment'],
    ['Android’s label', { label: 'camera2 1, facing front' }, 'user'],
    ['a webcam’s label', { label: 'USB2.0 HD UVC WebCam (0bda:58f4)' }, null],
    ['no capabilities', { label: 'Webcam', getCapabilities: () => ({}) }, null],
    ['a label that only looks so', { label: 'Backlight Frontier' }, null],
  ])('reads where it looks from %s', (_, more, facing) => {
    expect(camerasOf([camera('a', more)], none)).toEqual([{ id: 'a', facing }]);
  });

  it('believes an open track more than the list', () => {
    const learned = new Map<string, Facing>([['a', 'user']]);
    expect(camerasOf([camera('a', { label: 'Back Camera' })], learned)).toEqual([
      { id: 'a', facing: 'user' },
    ]);
  });
});

describe('namedCameras', () => {
  it.each([
    ['Back Ultra Wide Camera', 'Back Ultra Wide Camera'],
    ['USB2.0 HD UVC WebCam (0bda:58f4)', 'USB2.0 HD UVC WebCam'],
    ['Rückkamera (Tele)', 'Rückkamera (Tele)'],
    ['camera2 2, facing back', null],
    ['camera 0, facing front', null],
    ['  ', null],
    [undefined, null],
    ['x'.repeat(500), 'x'.repeat(60)],
  ])('calls %j %j', (label, name) => {
    const [named] = namedCameras([camera('a', label === undefined ? {} : { label })], none);
    expect(named?.name).toBe(name);
  });
});

const back: CameraDevice = { id: 'back', facing: 'environment' };
const wide: CameraDevice = { id: 'wide', facing: 'environment' };
const front: CameraDevice = { id: 'front', facing: 'user' };
const usb: CameraDevice = { id: 'usb', facing: null };
const dock: CameraDevice = { id: 'dock', facing: null };

describe('FLIP', () => {
  it('turns a phone round, whichever of its rear lenses is on', () => {
    for (const lens of [back, wide])
      expect(flipChoices(lens, [back, front, wide])).toEqual([{ facing: 'user' }]);
    expect(flipChoices(front, [back, front, wide])).toEqual([{ facing: 'environment' }]);
  });

  it('goes on to a USB camera that does not say where it looks, and back', () => {
    expect(flipChoices(front, [back, front, usb])[0]).toEqual({ deviceId: 'usb' });
    expect(flipChoices(usb, [back, front, usb])[0]).toEqual({ facing: 'environment' });
  });

  it('asks a laptop for the other direction first, and then for the USB camera by name', () => {
    expect(flipChoices(front, [front, usb])).toEqual([{ facing: 'environment' }, { deviceId: 'usb' }]);
    expect(flipChoices(usb, [front, usb])).toEqual([{ facing: 'user' }]);
  });

  it('walks webcams that say nothing', () => {
    expect(flipChoices(usb, [usb, dock])).toEqual([{ deviceId: 'dock' }]);
    expect(flipChoices(dock, [usb, dock])).toEqual([{ deviceId: 'usb' }]);
  });

  it('walks lenses where all look one way', () => {
    expect(flipChoices(back, [back, wide])).toEqual([{ facing: 'user' }, { deviceId: 'wide' }]);
  });

  it('has nowhere to go with one camera, and tries the other direction where nothing is listed', () => {
    expect(flipChoices(usb, [usb])).toEqual([]);
    expect(flipChoices(front, [front])).toEqual([]);
    expect(flipChoices({ id: null, facing: 'environment' }, [])).toEqual([{ facing: 'user' }]);
  });

  it('reaches every direction and every silent camera of any list, and never asks for the one that is on', () => {
    const device = fc.record({
      id: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
      facing: fc.constantFrom(null, 'user' as const, 'environment' as const),
    });
    const list = fc.uniqueArray(device, { selector: ({ id }) => id, minLength: 1 });
    fc.assert(
      fc.property(list, (cameras) => {
        const choices = flipChoices(cameras[0]!, cameras);
        const others = cameras.slice(1);
        expect(choices.length > 0).toBe(others.length > 0);
        expect(choices).not.toContainEqual({ deviceId: cameras[0]!.id });
        for (const other of others.filter(({ facing }) => facing === null))
          expect(choices).toContainEqual({ deviceId: other.id });
      }),
    );
  });
});

it('lists the lenses that look the same way', () => {
  expect(lensesOf(wide, [back, front, wide])).toEqual({ ids: ['back', 'wide'], index: 1 });
  expect(lensesOf(usb, [usb, dock])).toEqual({ ids: [], index: -1 });
});
