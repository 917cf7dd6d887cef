/** What the tests see of a page beside its screen: in the page before the app, and changing nothing. */

type Instruments = {
  /** Those that were not closed: what the page let go is not held. */
  peers: RTCPeerConnection[];
  peersMade: number;
  /** How often the camera was asked for, and every track it gave. */
  cameraCalls: number;
  tracks: MediaStreamTrack[];
  /** How often WebAssembly was put to work. */
  kernels: number;
};

declare global {
  interface Window {
    __instruments: Instruments;
  }
}

/** For `addInitScript`: lists every peer and camera track that the page makes, also in frames of its own. */
export function installInstruments(): void {
  // Init scripts run in frames as well, and the page makes peers there (web/platform/freshPeer.ts).
  // A frame of another origin (Turnstile's) may not look, and is no business of ours.
  if (window.top !== window && window.frameElement === null) return;
  const page = window.top ?? window;
  page.__instruments ??= { peers: [], peersMade: 0, cameraCalls: 0, tracks: [], kernels: 0 };
  const seen = page.__instruments;
  window.RTCPeerConnection = class extends RTCPeerConnection {
    constructor(configuration?: RTCConfiguration) {
      super(configuration);
      seen.peersMade += 1;
      seen.peers.push(this);
    }
    override close(): void {
      seen.peers = seen.peers.filter((peer) => peer !== this);
      super.close();
    }
  };
  WebAssembly.Instance = new Proxy(WebAssembly.Instance, {
    construct(instance, given) {
      seen.kernels += 1;
      return Reflect.construct(instance, given);
    },
  });
  const devices = navigator.mediaDevices;
  if (!devices) return;
  const ask = devices.getUserMedia.bind(devices);
  devices.getUserMedia = async (constraints) => {
    seen.cameraCalls += 1;
    const stream = await ask(constraints);
    seen.tracks.push(...stream.getTracks());
    return stream;
  };
}

/** For `addInitScript`: as on an iPhone in Lockdown Mode. */
export function withoutWebAssembly(): void {
  Reflect.deleteProperty(window, 'WebAssembly');
}

/**
 * For `addInitScript`: a phone's two cameras. Chromium's fake camera is one and does not say where it looks;
 * here it is both, and says so in the same words as a phone's would (W3C mediacapture-main §4.3.6
 * facingMode).
 */
export function installPhoneCameras(): void {
  const devices = navigator.mediaDevices;
  const ask = devices.getUserMedia.bind(devices);
  const list = devices.enumerateDevices.bind(devices);
  devices.enumerateDevices = async () => {
    const found = await list();
    const cameras = found.filter(({ kind }) => kind === 'videoinput');
    return cameras.length === 1 ? [...found, ...cameras] : found;
  };
  devices.getUserMedia = async (constraints) => {
    const stream = await ask(constraints);
    const video = constraints?.video;
    const wanted = typeof video === 'object' ? JSON.stringify(video.facingMode ?? '') : '';
    const facingMode = wanted.includes('user') ? 'user' : 'environment';
    for (const track of stream.getVideoTracks()) {
      const settings = track.getSettings.bind(track);
      track.getSettings = () => ({ ...settings(), facingMode });
    }
    return stream;
  };
}

/** For `addInitScript`: the operating system refuses the camera, until `localStorage.cameraFree` is set. */
export function installBusyCamera(errorName: string): void {
  const devices = navigator.mediaDevices;
  const ask = devices.getUserMedia.bind(devices);
  devices.getUserMedia = (constraints) =>
    localStorage.getItem('cameraFree') === null
      ? Promise.reject(new DOMException('by the test', errorName))
      : ask(constraints);
}
