/** What the browser itself lets happen, asked without opening anything: no prompt, no camera's light. */
import type { DeviceFound } from '../evidence';

/** What of the browser is asked; `permissions` knows no camera in Firefox before 132. */
export type Browser = {
  isSecureContext: boolean;
  onLine: boolean;
  mediaDevices: Pick<MediaDevices, 'enumerateDevices'> | undefined;
  permissions: { query(asked: { name: string }): Promise<{ state: string }> } | undefined;
  canSendVideo(): boolean;
};

/** Never rejects. */
export async function lookAtDevice(browser: Browser): Promise<DeviceFound> {
  return {
    webrtc: browser.canSendVideo(),
    secure: browser.isSecureContext,
    camera: await cameraOf(browser),
    online: browser.onLine,
  };
}

async function cameraOf({ mediaDevices, permissions }: Browser): Promise<DeviceFound['camera']> {
  // W3C mediacapture-main §9.2: there is none without a secure context.
  if (!mediaDevices) return 'camera_insecure';
  const devices = await mediaDevices.enumerateDevices().catch(() => null);
  // Before the permission browsers list one entry without a name, where there are cameras.
  if (devices && !devices.some(({ kind }) => kind === 'videoinput')) return 'camera_none';
  const state = await permissions?.query({ name: 'camera' }).then(
    (permission) => permission.state,
    () => null,
  );
  if (state === 'denied') return 'camera_denied';
  return state === 'granted' ? 'allowed' : 'unasked';
}
