/**
 * A camera's surroundings for tests: devices whose requests settle when the test says so, and a page that
 * hides.
 */
import { createCamera } from './camera';
import type { DeviceInfo } from './devices';
import type { CameraDeps, PageSignals } from './page';
import type { CameraState } from './types';

/** A rear camera that is on, as the screen is told of it. */
export const CAMERA_ON = {
  phase: 'on',
  facing: 'environment',
  mirrored: false,
  canFlip: true,
  lens: null,
  cameras: [],
  id: null,
  muted: false,
  torch: null,
  zoom: null,
  focus: false,
} as const;

export class FakeTrack extends EventTarget {
  readyState: 'live' | 'ended' = 'live';
  muted = false;
  readonly applied: MediaTrackConstraints[] = [];
  readonly capabilities: Record<string, unknown>;
  readonly settings: Record<string, unknown>;

  constructor(settings: Record<string, unknown> = {}, capabilities: Record<string, unknown> = {}) {
    super();
    this.settings = settings;
    this.capabilities = capabilities;
  }
  stop(): void {
    this.readyState = 'ended';
  }
  /** What a pulled cable does. */
  lose(): void {
    this.readyState = 'ended';
    this.dispatchEvent(new Event('ended'));
  }
  /** What a call does, and its end. */
  mute(muted: boolean): void {
    this.muted = muted;
    this.dispatchEvent(new Event(muted ? 'mute' : 'unmute'));
  }
  getSettings(): Record<string, unknown> {
    return this.settings;
  }
  getCapabilities(): Record<string, unknown> {
    return this.capabilities;
  }
  async applyConstraints(constraints: MediaTrackConstraints): Promise<void> {
    this.applied.push(constraints);
  }
}

export type PendingRequest = {
  constraints: MediaStreamConstraints;
  atMs: number;
  grant(track?: FakeTrack): FakeTrack;
  refuse(name: string): void;
};

/** Time that moves when the test says so. */
export class FakeCameraClock {
  nowMs = 0;
  private readonly due: { atMs: number; task: () => void }[] = [];

  after(ms: number, task: () => void): void {
    this.due.push({ atMs: this.nowMs + ms, task });
  }
  pass(ms: number): void {
    this.nowMs += ms;
    const now = this.due.filter(({ atMs }) => atMs <= this.nowMs);
    for (const entry of now) this.due.splice(this.due.indexOf(entry), 1);
    for (const { task } of now) task();
  }
}

/**
 * `pending` holds the requests that nobody has answered yet, oldest first; `tracks` every track ever handed
 * out.
 */
export class FakeDevices {
  readonly pending: PendingRequest[] = [];
  readonly tracks: FakeTrack[] = [];
  requests = 0;
  mostPending = 0;
  ids = ['back', 'front'];
  labels: Record<string, string> = {};
  private readonly clock: FakeCameraClock;

  constructor(clock: FakeCameraClock) {
    this.clock = clock;
  }

  getUserMedia(constraints: MediaStreamConstraints): Promise<MediaStream> {
    this.requests += 1;
    return new Promise((resolve, reject) => {
      const settle = () => this.pending.splice(this.pending.indexOf(request), 1);
      const request: PendingRequest = {
        constraints,
        atMs: this.clock.nowMs,
        grant: (track = new FakeTrack({ facingMode: wantedFacing(constraints) })) => {
          settle();
          this.tracks.push(track);
          resolve(fakeStream(track));
          return track;
        },
        refuse: (name) => {
          settle();
          reject(new DOMException('', name));
        },
      };
      this.pending.push(request);
      // One that was given up is out of the count.
      const fresh = this.pending.filter(({ atMs }) => this.clock.nowMs - atMs < 3_000);
      this.mostPending = Math.max(this.mostPending, fresh.length);
    });
  }
  async enumerateDevices(): Promise<DeviceInfo[]> {
    return this.ids.map((deviceId) => ({ kind: 'videoinput', deviceId, label: this.labels[deviceId] ?? '' }));
  }
  get live(): FakeTrack[] {
    return this.tracks.filter((track) => track.readyState === 'live');
  }
}

class FakePage implements PageSignals {
  visible = true;
  permitted: PermissionState | null = 'granted';
  private handlers: Parameters<PageSignals['watch']>[0] | null = null;

  async permission() {
    return this.permitted;
  }
  watch(handlers: Parameters<PageSignals['watch']>[0]): void {
    this.handlers = handlers;
  }
  hide(): void {
    this.visible = false;
    this.handlers?.hidden();
  }
  show(): void {
    this.visible = true;
    this.handlers?.shown();
  }
  /** A focus event alone, as iOS sends it on some resumes. */
  focus(): void {
    this.handlers?.shown();
  }
  grant(): void {
    this.handlers?.permissionGranted();
  }
  plug(): void {
    this.handlers?.devicesChanged();
  }
}

export function fakeSurroundings() {
  const clock = new FakeCameraClock();
  const devices = new FakeDevices(clock);
  const page = new FakePage();
  const kept: { id: string | null } = { id: null };
  const deps: CameraDeps = {
    mediaDevices: devices,
    isSecureContext: true,
    page,
    kept: {
      read: () => kept.id,
      write: (id) => {
        kept.id = id;
      },
    },
    now: () => clock.nowMs,
    after: (ms, task) => clock.after(ms, task),
  };
  return { devices, page, clock, kept, deps };
}

/** A camera that has opened with `track`, or with a rear camera's plain one. */
export async function openedCamera(track?: FakeTrack) {
  const around = fakeSurroundings();
  const camera = createCamera(around.deps);
  void camera.open();
  await settled();
  const first = around.devices.pending[0]?.grant(track) ?? new FakeTrack();
  await settled();
  return { ...around, camera, first };
}

/** The failure's code, or the phase where it is none. */
export const failureOf = (state: CameraState) =>
  state.phase === 'failed' ? state.failure.code : state.phase;

/** Lets every promise that is ready run. */
export const settled = () => new Promise<void>((resolve) => setTimeout(resolve));

function wantedFacing({ video }: MediaStreamConstraints): unknown {
  if (typeof video !== 'object' || typeof video.facingMode !== 'object') return undefined;
  return 'ideal' in video.facingMode ? video.facingMode.ideal : undefined;
}

function fakeStream(track: FakeTrack): MediaStream {
  const tracks = [track as unknown as MediaStreamTrack];
  return { getTracks: () => tracks, getVideoTracks: () => tracks } as Partial<MediaStream> as MediaStream;
}
