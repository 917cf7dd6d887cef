import { describe, expect, it } from 'vitest';
import { createCamera } from './camera';
import type { MediaSource } from './constraints';
import { FakeTrack, failureOf, fakeSurroundings, openedCamera, settled } from './fakes';

describe('beginning', () => {
  async function begun(permitted: PermissionState | null) {
    const around = fakeSurroundings();
    around.page.permitted = permitted;
    const camera = createCamera(around.deps);
    void camera.begin();
    await settled();
    return { ...around, camera };
  }

  it('waits for a person where the browser would ask first, and says so', async () => {
    const { camera, devices, page } = await begun('prompt');
    expect(devices.requests).toBe(0);
    expect(camera.state).toEqual({ phase: 'off', waits: true });
    page.hide();
    page.show();
    await settled();
    expect(devices.requests).toBe(0);
    void camera.open();
    await settled();
    expect(devices.requests).toBe(1);
  });

  it('asks at once where it is allowed, refused, or where nobody can tell', async () => {
    for (const permitted of ['granted', 'denied', null] as const) {
      const { devices } = await begun(permitted);
      expect(devices.requests).toBe(1);
    }
  });

  it('goes on once the permission comes from elsewhere', async () => {
    const { devices, page } = await begun('prompt');
    page.grant();
    await settled();
    expect(devices.requests).toBe(1);
  });

  it('leaves a camera alone that was wanted meanwhile', async () => {
    const { devices, deps, page } = fakeSurroundings();
    page.permitted = 'prompt';
    const camera = createCamera(deps);
    void camera.begin();
    void camera.open();
    await settled();
    expect(camera.state).toMatchObject({ phase: 'opening' });
    expect(devices.requests).toBe(1);
  });
});

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
    const { camera, devices } = await openedCamera();
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
    ['NotSupportedError', 'camera_insecure'],
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

  it.each([
    { isSecureContext: false },
    { mediaDevices: undefined },
    // An extension or a web view may take this alone.
    { mediaDevices: { enumerateDevices: async () => [] } as unknown as MediaSource },
  ])('says insecure where the browser withholds cameras: %o', async (lack) => {
    const camera = createCamera({ ...fakeSurroundings().deps, ...lack });
    await camera.open();
    expect(failureOf(camera.state)).toBe('camera_insecure');
  });
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
    const { camera, devices, page, first } = await openedCamera();
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
    const { camera, devices, page } = await openedCamera();
    camera.close();
    page.hide();
    page.show();
    await settled();
    expect(devices.requests).toBe(1);
  });

  it('replaces a track that iOS left muted', async () => {
    const { devices, page, first } = await openedCamera();
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

describe('a request that is never answered', () => {
  async function stuck() {
    const around = fakeSurroundings();
    const camera = createCamera(around.deps);
    void camera.open();
    await settled();
    return { ...around, camera };
  }

  it('is said to be slow after eight seconds', async () => {
    const { camera, clock } = await stuck();
    clock.pass(7_900);
    expect(camera.state).toEqual({ phase: 'opening', slow: false });
    clock.pass(200);
    expect(camera.state).toEqual({ phase: 'opening', slow: true });
  });

  it('does not hold up the next one when the page comes back, and is let go of when it comes after all', async () => {
    const { camera, clock, devices, page } = await stuck();
    clock.pass(20_000);
    page.hide();
    clock.pass(1_000);
    page.show();
    await settled();
    expect(devices.requests).toBe(1);
    clock.pass(3_000);
    await settled();
    expect(devices.requests).toBe(2);
    const late = devices.pending[0]!.grant();
    await settled();
    expect(late.readyState).toBe('ended');
    devices.pending[0]!.grant();
    await settled();
    expect(camera.state.phase).toBe('on');
    expect(devices.live).toHaveLength(1);
  });

  it('is asked afresh by "Try again", which a slow one offers', async () => {
    const { camera, clock, devices } = await stuck();
    clock.pass(8_000);
    void camera.open();
    expect(camera.state).toEqual({ phase: 'opening', slow: false });
    clock.pass(3_000);
    await settled();
    expect(devices.requests).toBe(2);
  });

  it('says nothing of slowness once it was answered', async () => {
    const { camera, clock, devices } = await stuck();
    devices.pending[0]!.refuse('NotAllowedError');
    await settled();
    clock.pass(60_000);
    expect(failureOf(camera.state)).toBe('camera_denied');
  });
});

describe('a picture that the system keeps back', () => {
  const muted = (camera: { state: unknown }) => (camera.state as { muted?: boolean }).muted;

  it('is said to be kept back after a moment, and to be back at once', async () => {
    const { camera, clock, first } = await openedCamera();
    first.mute(true);
    clock.pass(500);
    expect(muted(camera)).toBe(false);
    clock.pass(300);
    expect(camera.state).toMatchObject({ phase: 'on', muted: true });
    first.mute(false);
    expect(camera.state).toMatchObject({ phase: 'on', muted: false, track: first });
  });

  it('is not spoken of for the moment in which a camera starts', async () => {
    const track = new FakeTrack({ facingMode: 'environment' });
    track.muted = true;
    const { camera, clock } = await openedCamera(track);
    clock.pass(300);
    track.mute(false);
    clock.pass(1_000);
    expect(muted(camera)).toBe(false);
  });

  it('is seen where it was so from the start, without any event', async () => {
    const track = new FakeTrack({ facingMode: 'environment' });
    track.muted = true;
    const { camera, clock } = await openedCamera(track);
    clock.pass(800);
    expect(muted(camera)).toBe(true);
  });

  it('is asked for afresh by "Try again" and after a lost track, and the old one has no more say', async () => {
    const { camera, clock, devices, first } = await openedCamera();
    first.mute(true);
    clock.pass(800);
    void camera.open();
    await settled();
    expect(first.readyState).toBe('ended');
    const second = devices.pending[0]!.grant();
    await settled();
    first.mute(false);
    first.mute(true);
    clock.pass(800);
    expect(camera.state).toMatchObject({ phase: 'on', muted: false, track: second });
  });
});
