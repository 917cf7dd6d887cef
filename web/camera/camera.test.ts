import { describe, expect, it } from 'vitest';
import { createCamera } from './camera';
import { FakeTrack, fakeSurroundings, settled } from './fakes';
import type { CameraState } from './types';

async function opened(track?: FakeTrack) {
  const around = fakeSurroundings();
  const camera = createCamera(around.deps);
  void camera.open();
  await settled();
  const first = around.devices.pending[0]!.grant(track);
  await settled();
  return { ...around, camera, first };
}

const failureOf = (state: CameraState) => (state.phase === 'failed' ? state.failure.code : state.phase);

describe('opening', () => {
  it('asks for the rear camera at 720p and for no microphone', async () => {
    const { devices, deps } = fakeSurroundings();
    void createCamera(deps).open();
    await settled();
    expect(devices.pending[0]!.constraints).toEqual({
      audio: false,
      video: {
        facingMode: { ideal: 'environment' },
        width: { ideal: 1280 },
        height: { ideal: 720 },
        frameRate: { ideal: 30 },
      },
    });
  });

  it('asks once, however often it is told to open', async () => {
    const { camera, devices } = await opened();
    await camera.open();
    void camera.open();
    await settled();
    expect(devices.requests).toBe(1);
    expect(camera.state).toMatchObject({
      phase: 'on',
      facing: 'environment',
      mirrored: false,
      canFlip: true,
    });
  });

  it('takes any picture where the webcam refuses the sizes', async () => {
    const { devices, deps } = fakeSurroundings();
    const camera = createCamera(deps);
    void camera.open();
    await settled();
    devices.pending[0]!.refuse('OverconstrainedError');
    await settled();
    expect(devices.pending[0]!.constraints).toEqual({ audio: false, video: true });
    devices.pending[0]!.grant(new FakeTrack());
    await settled();
    expect(camera.state).toMatchObject({ phase: 'on', facing: 'environment', mirrored: false });
  });

  it.each([
    ['NotAllowedError', 'camera_denied'],
    ['PermissionDeniedError', 'camera_denied'],
    ['NotFoundError', 'camera_none'],
    ['DevicesNotFoundError', 'camera_none'],
    ['NotReadableError', 'camera_busy'],
    ['TrackStartError', 'camera_busy'],
    ['WhateverError', 'camera_failed'],
  ])('calls %s %s, and opens on the next try', async (name, code) => {
    const { devices, deps } = fakeSurroundings();
    const camera = createCamera(deps);
    void camera.open();
    await settled();
    devices.pending[0]!.refuse(name);
    await settled();
    expect(failureOf(camera.state)).toBe(code);
    void camera.open();
    await settled();
    devices.pending[0]!.grant();
    await settled();
    expect(camera.state.phase).toBe('on');
  });

  it.each([{ isSecureContext: false }, { mediaDevices: undefined }])(
    'says insecure where the browser withholds cameras: %o',
    async (lack) => {
      const camera = createCamera({ ...fakeSurroundings().deps, ...lack });
      await camera.open();
      expect(failureOf(camera.state)).toBe('camera_insecure');
    },
  );
});

describe('closing', () => {
  it('stops a camera that arrives after the closing', async () => {
    const { devices, deps } = fakeSurroundings();
    const camera = createCamera(deps);
    void camera.open();
    await settled();
    camera.close();
    const late = devices.pending[0]!.grant();
    await settled();
    expect(late.readyState).toBe('ended');
    expect(camera.state.phase).toBe('off');
  });

  it('asks again only when the request under way has been answered', async () => {
    const { devices, deps } = fakeSurroundings();
    const camera = createCamera(deps);
    void camera.open();
    await settled();
    camera.close();
    void camera.open();
    await settled();
    expect(devices.requests).toBe(1);
    devices.pending[0]!.grant();
    await settled();
    devices.pending[0]!.grant();
    await settled();
    expect(devices.mostPending).toBe(1);
    expect(devices.live).toHaveLength(1);
    expect(camera.state.phase).toBe('on');
  });
});

describe('hiding', () => {
  it('keeps no track while the page is hidden, and opens anew when it is back', async () => {
    const { camera, devices, page, first } = await opened();
    page.hide();
    expect(first.readyState).toBe('ended');
    expect(camera.state.phase).toBe('off');
    page.show();
    page.focus();
    await settled();
    devices.pending[0]!.grant();
    await settled();
    expect(camera.state.phase).toBe('on');
    expect(devices.requests).toBe(2);
  });

  it('drops a camera that was granted while hidden', async () => {
    const { devices, deps, page } = fakeSurroundings();
    const camera = createCamera(deps);
    void camera.open();
    await settled();
    page.hide();
    devices.pending[0]!.grant();
    await settled();
    expect(devices.live).toHaveLength(0);
    expect(camera.state.phase).toBe('off');
  });

  it('waits for a page that is opened in the background', async () => {
    const { devices, deps, page } = fakeSurroundings();
    page.visible = false;
    const camera = createCamera(deps);
    await camera.open();
    expect(devices.requests).toBe(0);
    page.show();
    await settled();
    expect(devices.requests).toBe(1);
  });

  it('does not come back once closed', async () => {
    const { camera, devices, page } = await opened();
    camera.close();
    page.hide();
    page.show();
    await settled();
    expect(devices.requests).toBe(1);
  });

  it('replaces a track that iOS left muted', async () => {
    const { devices, page, first } = await opened();
    page.focus();
    await settled();
    expect(devices.requests).toBe(1);
    first.muted = true;
    page.focus();
    await settled();
    expect(devices.requests).toBe(2);
    expect(first.readyState).toBe('ended');
  });

  it('does not prompt again after a refusal, unless the settings say granted', async () => {
    const { devices, deps, page } = fakeSurroundings();
    void createCamera(deps).open();
    await settled();
    devices.pending[0]!.refuse('NotAllowedError');
    await settled();
    page.focus();
    page.hide();
    page.show();
    await settled();
    expect(devices.requests).toBe(1);
    page.grant();
    await settled();
    expect(devices.requests).toBe(2);
  });
});

describe('flipping', () => {
  it('lets go of one camera before it asks for the other, and mirrors the front one', async () => {
    const { camera, devices, first } = await opened();
    void camera.flip();
    expect(first.readyState).toBe('ended');
    await settled();
    expect(devices.pending[0]!.constraints.video).toMatchObject({ facingMode: { ideal: 'user' } });
    devices.pending[0]!.grant();
    await settled();
    expect(camera.state).toMatchObject({ phase: 'on', facing: 'user', mirrored: true });
  });

  it('ignores a flip while the camera opens', async () => {
    const { camera, devices } = await opened();
    void camera.flip();
    void camera.flip();
    await settled();
    devices.pending[0]!.grant();
    await settled();
    expect(devices.requests).toBe(2);
    expect(camera.state).toMatchObject({ facing: 'user' });
  });

  it('goes by device where webcams do not say where they look', async () => {
    const { camera, devices } = await opened(new FakeTrack({ deviceId: 'back' }));
    void camera.flip();
    await settled();
    expect(devices.pending[0]!.constraints.video).toMatchObject({ deviceId: { exact: 'front' } });
  });

  it('tries the camera that worked after a flip that failed', async () => {
    const { camera, devices } = await opened();
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
    const { camera, devices, first } = await opened();
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
    const { devices, first, clock } = await opened();
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
    const { camera, devices, first } = await opened();
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
    const { camera } = await opened();
    expect(camera.state).toMatchObject({ torch: null, zoom: null });
  });

  it('sets them within range, and keeps the torch through a zoom', async () => {
    const { camera, first } = await opened(able());
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
    const { camera } = await opened(track);
    await camera.setTorch(true);
    expect(camera.state).toMatchObject({ phase: 'on', torch: false });
  });
});
