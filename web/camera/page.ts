/** The browser's page as the camera's surroundings. */
import type { MediaSource } from './constraints';

/** The page around the camera. `watch` reports for the page's whole life. */
export type PageSignals = {
  readonly visible: boolean;
  permission(): Promise<PermissionState | null>;
  watch(handlers: {
    /** The page went out of sight: visibilitychange or pagehide. */
    hidden(): void;
    /** It may have come back: visibilitychange, pageshow or focus; any number of them, in any order. */
    shown(): void;
    /** The person granted the camera in the browser's settings. */
    permissionGranted(): void;
    devicesChanged(): void;
  }): void;
};

/** The camera (device id) that a person has chosen for good; null for the rear one. */
export type KeptCamera = { read(): string | null; write(id: string | null): void };

export type CameraDeps = {
  /**
   * Undefined where the browser withholds it (plain http, some web views). Extensions take getUserMedia
   * alone.
   */
  mediaDevices: MediaSource | undefined;
  isSecureContext: boolean;
  page: PageSignals;
  kept: KeptCamera;
  /** A steady clock, ms. */
  now(): number;
  after(ms: number, task: () => void): void;
};

export function browserCameraDeps(mediaDevices: MediaSource | undefined, kept: KeptCamera): CameraDeps {
  return {
    mediaDevices,
    isSecureContext: window.isSecureContext,
    page: pageSignals(),
    kept,
    now: () => performance.now(),
    after: (ms, task) => void setTimeout(task, ms),
  };
}

function pageSignals(): PageSignals {
  return {
    get visible() {
      return document.visibilityState === 'visible';
    },
    permission: cameraPermission,
    watch(handlers) {
      document.addEventListener('visibilitychange', () =>
        document.visibilityState === 'visible' ? handlers.shown() : handlers.hidden(),
      );
      window.addEventListener('pagehide', handlers.hidden);
      // A home-screen app on iOS may resume with one of these alone (gruhn/vue-qrcode-reader#298).
      window.addEventListener('pageshow', handlers.shown);
      window.addEventListener('focus', handlers.shown);
      navigator.mediaDevices?.addEventListener?.('devicechange', handlers.devicesChanged);
      void watchPermission(handlers.permissionGranted);
    },
  };
}

/**
 * Chromium alone. Firefox (153) and WebKit (2.50) say 'prompt' also where they will not ask: a grant for this tab or
 * visit is in no permission, nor is what a test's profile allows.
 */
const tellsWhetherItAsks = () => 'userAgentData' in navigator;

/** What the browser would say to a wish for the camera; null where it does not tell beforehand. */
export async function cameraPermission(): Promise<PermissionState | null> {
  return tellsWhetherItAsks() ? ((await cameraStatus())?.state ?? null) : null;
}

/** @returns null for Firefox before 131 and Safari before 16, which do not know the name 'camera' and throw */
async function cameraStatus(): Promise<PermissionStatus | null> {
  try {
    return await navigator.permissions.query({ name: 'camera' });
  } catch {
    return null;
  }
}

/** Where the browser does not tell, "Try again" is the way. */
async function watchPermission(granted: () => void): Promise<void> {
  const status = await cameraStatus();
  status?.addEventListener('change', () => {
    if (status.state === 'granted') granted();
  });
}
