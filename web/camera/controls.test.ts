import { describe, expect, it } from 'vitest';
import { createCamera } from './camera';
import { FakeTrack, failureOf, fakeSurroundings, openedCamera, settled } from './fakes';

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

describe('losing', () => {
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
    clock.nowMs += 60_000;
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
