import { describe, expect, it } from 'vitest';
import { createCamera } from './camera';
import { type FakeDevices, FakeTrack, failureOf, fakeSurroundings, openedCamera, settled } from './fakes';

const FACING: Record<string, string> = { back: 'environment', wide: 'environment', front: 'user' };

/**
 * Answers the oldest request: `settings` are of the device asked for by name, or of the usual one. @returns
 * its id.
 */
async function grantAs(
  devices: FakeDevices,
  settings: (id: string | undefined, facing: unknown) => Record<string, unknown>,
): Promise<unknown> {
  await settled();
  const [request] = devices.pending;
  const video = request?.constraints.video;
  if (!request || typeof video !== 'object') throw new Error('Nothing was asked for.');
  const ideal = (wanted: unknown) => (wanted as { ideal?: unknown } | undefined)?.ideal;
  const exact = (video.deviceId as { exact?: string } | undefined)?.exact;
  const track = request.grant(new FakeTrack(settings(exact, ideal(video.facingMode))));
  await settled();
  return track.settings.deviceId;
}

/** A phone has a rear camera, a front one, and what is plugged in. */
const grantAsAPhone = (devices: FakeDevices) =>
  grantAs(devices, (named, facing) => {
    const id = named ?? (facing === 'user' ? 'front' : 'back');
    return { deviceId: id, ...(FACING[id] ? { facingMode: FACING[id] } : {}) };
  });

describe('flipping', () => {
  it('lets go of one camera before it asks for the other, and mirrors the front one', async () => {
    const { camera, devices, first } = await openedCamera();
    void camera.flip();
    expect(first.readyState).toBe('ended');
    await settled();
    expect(devices.pending[0]!.constraints.video).toMatchObject({ facingMode: { ideal: 'user' } });
    devices.pending[0]!.grant();
    await settled();
    expect(camera.state).toMatchObject({ phase: 'on', facing: 'user', mirrored: true });
  });

  it('ignores a flip while the camera opens', async () => {
    const { camera, devices } = await openedCamera();
    void camera.flip();
    void camera.flip();
    await settled();
    devices.pending[0]!.grant();
    await settled();
    expect(devices.requests).toBe(2);
    expect(camera.state).toMatchObject({ facing: 'user' });
  });

  it('goes by device where webcams do not say where they look', async () => {
    const { camera, devices } = await openedCamera(new FakeTrack({ deviceId: 'back' }));
    void camera.flip();
    await settled();
    expect(devices.pending[0]!.constraints.video).toMatchObject({ deviceId: { exact: 'front' } });
  });

  it('tries the camera that worked after a flip that failed', async () => {
    const { camera, devices } = await openedCamera();
    void camera.flip();
    await settled();
    devices.pending[0]!.refuse('NotReadableError');
    await settled();
    expect(failureOf(camera.state)).toBe('camera_busy');
    void camera.open();
    await settled();
    expect(devices.pending[0]!.constraints.video).toMatchObject({ facingMode: { ideal: 'environment' } });
  });

  it('offers the other camera where the rear one is busy, and stays with it', async () => {
    const { devices, deps } = fakeSurroundings();
    const camera = createCamera(deps);
    void camera.open();
    await settled();
    devices.pending[0]!.refuse('NotReadableError');
    await settled();
    expect(camera.state).toMatchObject({ phase: 'failed', canFlip: true });
    void camera.flip();
    await settled();
    expect(devices.pending[0]!.constraints.video).toMatchObject({ facingMode: { ideal: 'user' } });
    devices.pending[0]!.grant();
    await settled();
    expect(camera.state).toMatchObject({ phase: 'on', facing: 'user' });
  });

  it.each([
    ['the only camera is busy', ['only'], 'NotReadableError'],
    ['cameras are not allowed', ['back', 'front'], 'NotAllowedError'],
    ['there is none', [], 'NotFoundError'],
  ])('offers none where %s', async (_, ids, name) => {
    const { devices, deps } = fakeSurroundings();
    devices.ids = ids;
    const camera = createCamera(deps);
    void camera.open();
    await settled();
    devices.pending[0]!.refuse(name);
    await settled();
    expect(camera.state).toMatchObject({ phase: 'failed', canFlip: false });
  });

  it('reaches every camera in turn, a USB one that does not say where it looks among them', async () => {
    const { devices, deps } = fakeSurroundings();
    devices.ids = ['back', 'front', 'usb'];
    const camera = createCamera(deps);
    void camera.open();
    const seen = [await grantAsAPhone(devices)];
    for (let i = 0; i < 3; i += 1) {
      void camera.flip();
      seen.push(await grantAsAPhone(devices));
    }
    expect(seen).toEqual(['back', 'front', 'usb', 'back']);
  });

  it('goes on by name where a laptop answers each direction with the same camera', async () => {
    const { devices, deps } = fakeSurroundings();
    devices.ids = ['built-in', 'usb'];
    const camera = createCamera(deps);
    void camera.open();
    const grant = () =>
      grantAs(devices, (id) => ({
        deviceId: id ?? 'built-in',
        ...(id === 'usb' ? {} : { facingMode: 'user' }),
      }));
    expect(await grant()).toBe('built-in');
    void camera.flip();
    expect(await grant()).toBe('built-in');
    expect(await grant()).toBe('usb');
    void camera.flip();
    expect(await grant()).toBe('built-in');
    expect(devices.pending).toEqual([]);
  });

  it('walks through the lenses that look the same way', async () => {
    const { devices, deps } = fakeSurroundings();
    devices.ids = ['back', 'front', 'wide'];
    devices.labels = { back: 'Back Camera', front: 'Front Camera', wide: 'Back Ultra Wide Camera' };
    const camera = createCamera(deps);
    void camera.open();
    await grantAsAPhone(devices);
    expect(camera.state).toMatchObject({ lens: { index: 0, count: 2 } });
    void camera.nextLens();
    expect(await grantAsAPhone(devices)).toBe('wide');
    expect(camera.state).toMatchObject({
      lens: { index: 1, count: 2 },
      facing: 'environment',
      mirrored: false,
    });
    void camera.flip();
    expect(await grantAsAPhone(devices)).toBe('front');
    expect(camera.state).toMatchObject({ lens: null });
  });

  it('offers no flip with one camera, and learns of a second one', async () => {
    const around = fakeSurroundings();
    around.devices.ids = ['only'];
    const camera = createCamera(around.deps);
    void camera.open();
    await settled();
    around.devices.pending[0]!.grant();
    await settled();
    expect(camera.state).toMatchObject({ canFlip: false });
    around.devices.ids = ['only', 'other'];
    around.page.plug();
    await settled();
    expect(camera.state).toMatchObject({ canFlip: true });
  });
});

describe('choosing by name', () => {
  async function phone(kept: string | null = null) {
    const around = fakeSurroundings();
    around.kept.id = kept;
    around.devices.ids = ['back', 'front', 'wide'];
    around.devices.labels = { back: 'Back Camera', wide: 'Back Ultra Wide Camera' };
    const camera = createCamera(around.deps);
    void camera.open();
    await settled();
    return { ...around, camera };
  }
  const asked = (devices: FakeDevices) => devices.pending[0]!.constraints.video;

  it('lists every camera, and opens the one that is wanted, for good', async () => {
    const { camera, devices, kept } = await phone();
    await grantAsAPhone(devices);
    expect(camera.state).toMatchObject({
      id: 'back',
      cameras: [
        { id: 'back', name: 'Back Camera', facing: 'environment' },
        { id: 'front', name: null },
        { id: 'wide', name: 'Back Ultra Wide Camera' },
      ],
    });
    void camera.choose('wide');
    expect(await grantAsAPhone(devices)).toBe('wide');
    expect(camera.state).toMatchObject({ id: 'wide' });
    expect(kept.id).toBe('wide');
    void camera.choose(null);
    await settled();
    expect(asked(devices)).toMatchObject({ facingMode: { ideal: 'environment' } });
    await grantAsAPhone(devices);
    expect(kept.id).toBeNull();
  });

  it('opens with the one that was chosen on an earlier visit', async () => {
    const { camera, devices } = await phone('wide');
    expect(asked(devices)).toMatchObject({ deviceId: { exact: 'wide' } });
    expect(await grantAsAPhone(devices)).toBe('wide');
    expect(camera.state).toMatchObject({ lens: { index: 1, count: 2 } });
  });

  it('takes the rear one where that is gone, and keeps the wish for when it is back', async () => {
    const { camera, devices, kept } = await phone('unplugged');
    devices.pending[0]!.refuse('OverconstrainedError');
    await settled();
    expect(asked(devices)).toMatchObject({ facingMode: { ideal: 'environment' } });
    await grantAsAPhone(devices);
    expect(camera.state).toMatchObject({ phase: 'on', id: 'back' });
    expect(kept.id).toBe('unplugged');
  });

  it('does not keep one that does not open, and goes back to what works', async () => {
    const { camera, devices, kept } = await phone();
    await grantAsAPhone(devices);
    void camera.choose('wide');
    await settled();
    devices.pending[0]!.refuse('NotReadableError');
    await settled();
    expect(failureOf(camera.state)).toBe('camera_busy');
    expect(kept.id).toBeNull();
    void camera.open();
    await settled();
    expect(asked(devices)).toMatchObject({ facingMode: { ideal: 'environment' } });
  });

  it('asks nothing for a camera that is not there', async () => {
    const { camera, devices, kept } = await phone();
    await grantAsAPhone(devices);
    await camera.choose('nobody');
    expect([devices.pending.length, kept.id]).toEqual([0, null]);
  });
});

describe('losing', () => {
  it('moves on to another camera where the one that was chosen is pulled out', async () => {
    const { camera, devices, first } = await openedCamera(new FakeTrack({ deviceId: 'back' }));
    void camera.choose('front');
    await settled();
    const chosen = devices.pending[0]!.grant(new FakeTrack({ deviceId: 'front' }));
    await settled();
    expect(first.readyState).toBe('ended');
    chosen.lose();
    await settled();
    devices.pending[0]!.refuse('OverconstrainedError');
    await settled();
    devices.pending[0]!.grant(new FakeTrack({ deviceId: 'back' }));
    await settled();
    expect(camera.state).toMatchObject({ phase: 'on', id: 'back' });
  });

  it('asks again by itself once what was pulled out is plugged in again', async () => {
    const { camera, devices, page, first } = await openedCamera();
    first.lose();
    await settled();
    devices.pending[0]!.refuse('NotFoundError');
    await settled();
    expect(failureOf(camera.state)).toBe('camera_lost');
    page.plug();
    await settled();
    devices.pending[0]!.grant();
    await settled();
    expect(camera.state.phase).toBe('on');
  });

  it('reopens once, and gives up when the camera dies again at once', async () => {
    const { camera, devices, first } = await openedCamera();
    first.lose();
    await settled();
    const second = devices.pending[0]!.grant();
    await settled();
    expect(camera.state.phase).toBe('on');
    second.lose();
    await settled();
    expect(failureOf(camera.state)).toBe('camera_lost');
    expect(devices.requests).toBe(2);
  });

  it('reopens again when the first loss is long ago', async () => {
    const { devices, first, clock } = await openedCamera();
    first.lose();
    await settled();
    const second = devices.pending[0]!.grant();
    await settled();
    clock.pass(60_000);
    second.lose();
    await settled();
    expect(devices.requests).toBe(3);
  });

  it.each([
    ['NotFoundError', 'camera_lost'],
    ['NotAllowedError', 'camera_denied'],
    ['NotReadableError', 'camera_busy'],
  ])('after %s says %s', async (name, code) => {
    const { camera, devices, first } = await openedCamera();
    first.lose();
    await settled();
    devices.pending[0]!.refuse(name);
    await settled();
    expect(failureOf(camera.state)).toBe(code);
  });
});

describe('focus', () => {
  const able = (more: object = {}) =>
    new FakeTrack(
      { facingMode: 'environment' },
      { focusMode: ['continuous', 'single-shot'], exposureMode: ['continuous'], torch: true, ...more },
    );
  const at = { x: 0.25, y: 0.75 };
  const there = { focusMode: 'single-shot', pointsOfInterest: [at], exposureMode: 'continuous' };
  const byItself = { focusMode: 'continuous', pointsOfInterest: [], exposureMode: 'continuous' };

  it('goes where it is asked to, and is the camera’s own again after some seconds', async () => {
    const { camera, clock, first } = await openedCamera(able());
    expect(camera.state).toMatchObject({ focus: true });
    await camera.focusAt(at);
    expect(first.applied).toEqual([{ advanced: [there] }]);
    clock.pass(6_000);
    await settled();
    expect(first.applied.at(-1)).toEqual({ advanced: [byItself] });
  });

  it('stays with the newest point for its whole time, and keeps the light on', async () => {
    const { camera, clock, first } = await openedCamera(able());
    await camera.setTorch(true);
    await camera.focusAt(at);
    clock.pass(4_000);
    await camera.focusAt({ x: 0.5, y: 0.5 });
    clock.pass(4_000);
    await settled();
    expect(first.applied).toHaveLength(3);
    expect(first.applied[1]).toEqual({ advanced: [{ ...there, torch: true }] });
  });

  it('asks nothing of another camera that has come since', async () => {
    const { camera, clock, devices, first } = await openedCamera(able());
    await camera.focusAt(at);
    void camera.flip();
    await settled();
    const second = devices.pending[0]!.grant(able());
    clock.pass(6_000);
    await settled();
    expect(first.applied).toHaveLength(1);
    expect(second.applied).toEqual([]);
  });

  it('is not offered by a lens that has none to set, and a refusal is borne', async () => {
    for (const odd of [{ focusMode: undefined }, { focusMode: ['manual'] }, { focusMode: 'continuous' }]) {
      const { camera, first } = await openedCamera(able(odd));
      expect(camera.state).toMatchObject({ focus: false });
      await camera.focusAt(at);
      expect(first.applied).toEqual([]);
    }
    const track = able();
    track.applyConstraints = () => Promise.reject(new Error('busy'));
    const { camera } = await openedCamera(track);
    await expect(camera.focusAt(at)).resolves.toBeUndefined();
  });
});

describe('torch and zoom', () => {
  const able = () =>
    new FakeTrack(
      { facingMode: 'environment', zoom: 1 },
      { torch: true, zoom: { min: 1, max: 4, step: 0.5 } },
    );

  it('hides what the lens cannot do', async () => {
    const { camera } = await openedCamera();
    expect(camera.state).toMatchObject({ torch: null, zoom: null });
  });

  it('sets them within range, and keeps the torch through a zoom', async () => {
    const { camera, first } = await openedCamera(able());
    await camera.setTorch(true);
    await camera.setZoom(9);
    expect(first.applied).toEqual([
      { advanced: [{ torch: true }] },
      { advanced: [{ zoom: 4, torch: true }] },
    ]);
    expect(camera.state).toMatchObject({ torch: true, zoom: { min: 1, max: 4, step: 0.5, value: 4 } });
  });

  it('stays as it was where the lens refuses', async () => {
    const track = able();
    track.applyConstraints = () => Promise.reject(new Error('hot'));
    const { camera } = await openedCamera(track);
    await camera.setTorch(true);
    expect(camera.state).toMatchObject({ phase: 'on', torch: false });
  });
});
