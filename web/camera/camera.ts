/**
 * The camera's life: open, flip, hide, come back, lose, recover. No React and no globals: everything is
 * injected.
 */
import { Failure, type FailureCode, type FailureFacts } from '../errors/failure';
import { Listeners } from '../platform/listeners';
import { applyImageControls, clampZoom, focusConstraint, imageControls } from './capabilities';
import { facingOf, type MediaSource } from './constraints';
import type { CameraChoice, Current } from './devices';
import { cameraFailure, lostFailure, mayFlipAfter } from './failures';
import type { CameraDeps } from './page';
import { requestStream, videoTrack } from './request';
import { CameraSelection } from './selection';
import type { Camera, CameraState, FocusPoint } from './types';

/**
 * A device that dies again so soon (ms) after being reopened is gone: no endless loop of lights going on and
 * off.
 */
const RECOVERY_REST_MS = 5_000;
/**
 * A camera starts within two seconds. Later than this a question is waiting for its answer, or the camera
 * hangs.
 */
const SLOW_MS = 8_000;
/** How long a new request waits for one that nobody wants any more and that may never be answered. */
const PATIENCE_MS = 3_000;
/** So long (ms) the focus stays where it was asked for; then the camera finds it by itself again. */
const FOCUSED_MS = 6_000;
/** Tracks are muted for a moment while a camera starts or turns over. */
const MUTED_MS = 700;

type OnState = Extract<CameraState, { phase: 'on' }>;

export function createCamera(deps: CameraDeps): Camera {
  return new PageCamera(deps);
}

class PageCamera implements Camera {
  private readonly deps: CameraDeps;
  state: CameraState = { phase: 'off' };
  private readonly states = new Listeners<CameraState>();
  private wanted = false;
  /** Bumped whenever what is under way is no longer wanted; whoever awaited compares it afterwards. */
  private epoch = 0;
  /**
   * Requests run one after another: on iOS a second getUserMedia mutes the first track (bugs.webkit.org
   * 179363).
   */
  private queue: Promise<void> = Promise.resolve();
  private readonly selection: CameraSelection;
  /** How often a focus was asked for: the newest counts. */
  private focuses = 0;
  private recoveredAtMs = Number.NEGATIVE_INFINITY;

  constructor(deps: CameraDeps) {
    this.deps = deps;
    this.selection = new CameraSelection(deps.kept.read());
    deps.page.watch({
      hidden: () => this.hide(),
      shown: () => this.show(),
      permissionGranted: () => this.permitted(),
      devicesChanged: () => this.devicesChanged(),
    });
  }

  subscribe(listener: (state: CameraState) => void): () => void {
    return this.states.add(listener);
  }

  open(): Promise<void> {
    if (this.wanted && isUnderWay(this.state)) return this.queue;
    this.wanted = true;
    return this.deps.page.visible ? this.acquire() : Promise.resolve();
  }

  async begin(): Promise<void> {
    const mustAsk = (await this.deps.page.permission()) === 'prompt';
    if (!mustAsk) return this.open();
    if (!this.wanted) this.emit({ phase: 'off', waits: true });
  }

  close(): void {
    this.wanted = false;
    this.release();
    this.emit({ phase: 'off' });
  }

  async flip(): Promise<void> {
    const { state: current } = this;
    // A page may be hidden between a tap and what comes of it.
    if (!('canFlip' in current) || !current.canFlip || !this.deps.page.visible) return;
    await this.tryInTurn(this.selection.flips(this.here));
  }

  async nextLens(): Promise<void> {
    const next = this.state.phase === 'on' ? this.selection.nextLens(this.here) : null;
    if (next) await this.tryInTurn([next]);
  }

  async choose(id: string | null): Promise<void> {
    const choice = this.selection.named(id);
    if (choice === null || !('canFlip' in this.state) || !this.deps.page.visible) return;
    await this.tryInTurn([choice]);
    const came = this.state.phase === 'on' && (id === null || this.here.id === id);
    if (came) this.deps.kept.write(id);
  }

  /**
   * Until another camera is on: asked for a direction that it lacks, a browser hands out the same one again.
   */
  private async tryInTurn(choices: CameraChoice[]): Promise<void> {
    const before = this.selection.choice;
    const { id, facing } = this.here;
    for (const choice of choices) {
      this.selection.choice = choice;
      await this.acquire();
      if (this.state.phase !== 'on' || id === null || this.here.id !== id || this.here.facing !== facing)
        break;
    }
    // "Try again" must then open the camera that is known to work.
    if (this.state.phase === 'failed') this.selection.choice = before;
  }

  /** The camera that is on, else the one that was asked for. */
  private get here(): Current {
    return this.selection.current(this.state.phase === 'on' ? this.state.track.getSettings() : null);
  }

  async setTorch(on: boolean): Promise<void> {
    if (this.state.phase !== 'on' || this.state.torch === null) return;
    await this.control(this.state, { torch: on });
  }

  async setZoom(value: number): Promise<void> {
    const on = this.state;
    if (on.phase !== 'on' || on.zoom === null) return;
    const zoom = clampZoom(on.zoom, value);
    await this.control(on, on.torch ? { zoom, torch: true } : { zoom });
  }

  async focusAt(point: FocusPoint): Promise<void> {
    if (this.state.phase !== 'on' || !this.state.focus) return;
    this.focuses += 1;
    const [mine, epoch] = [this.focuses, this.epoch];
    await this.focusOn(this.state, point);
    this.deps.after(FOCUSED_MS, () => {
      const isOurs = mine === this.focuses && epoch === this.epoch && this.state.phase === 'on';
      if (isOurs) void this.focusOn(this.state as OnState, null);
    });
  }

  /** With the light as it is: a set of its own would put it out on some phones. */
  private async focusOn({ track, torch }: OnState, point: FocusPoint | null): Promise<void> {
    const set = focusConstraint(track, point);
    // A lens that refuses stays as it was: nothing that a person would have to know.
    if (set) await applyImageControls(track, torch ? { ...set, torch } : set).catch(() => undefined);
  }

  private async control(on: OnState, set: { torch?: boolean; zoom?: number }): Promise<void> {
    const mine = this.epoch;
    try {
      await applyImageControls(on.track, set);
    } catch {
      // The lens refused (a torch that is too hot, a zoom that is animating): what is shown stays as it was.
      return;
    }
    if (mine !== this.epoch || this.state.phase !== 'on') return;
    const { torch, zoom } = this.state;
    this.emit({
      ...this.state,
      torch: set.torch ?? torch,
      zoom: zoom && { ...zoom, value: set.zoom ?? zoom.value },
    });
  }

  /** Lets go of what is held before asking again: iOS gives the camera to one taker at a time. */
  private acquire(recovering = false): Promise<void> {
    this.release();
    const mine = this.epoch;
    this.emit({ phase: 'opening', slow: false });
    this.deps.after(SLOW_MS, () => {
      if (mine === this.epoch && this.state.phase === 'opening') this.emit({ phase: 'opening', slow: true });
    });
    const patience = new Promise<void>((done) => this.deps.after(PATIENCE_MS, done));
    this.queue = Promise.race([this.queue, patience]).then(() => this.attempt(mine, recovering));
    return this.queue;
  }

  private async attempt(mine: number, recovering: boolean): Promise<void> {
    const stillWanted = () => mine === this.epoch;
    if (!stillWanted()) return;
    const { mediaDevices, isSecureContext } = this.deps;
    try {
      if (!mediaDevices?.getUserMedia || !isSecureContext) throw new Failure('camera_insecure');
      const stream = await requestStream(mediaDevices, this.selection.choice, stillWanted);
      if (!stillWanted()) return stopTracks(stream);
      this.adopt(stream, mine);
    } catch (thrown) {
      if (!stillWanted()) return;
      const failure = cameraFailure(thrown);
      this.fail(recovering ? lostFailure(failure) : failure);
    }
    // Only now: browsers name a second camera only to a page that has the permission.
    if (mediaDevices) await this.refreshDevices(mediaDevices);
  }

  private adopt(stream: MediaStream, mine: number): void {
    const track = videoTrack(stream);
    // Stopping a track oneself fires no 'ended' (W3C mediacapture-main §4.3.1), so this is always a loss.
    track.addEventListener('ended', () => {
      if (mine === this.epoch) this.recover();
    });
    for (const event of ['mute', 'unmute']) track.addEventListener(event, () => this.watchMuted(track, mine));
    const settings = track.getSettings();
    this.selection.learn(settings);
    const others = this.selection.others(this.selection.current(settings));
    const facing = facingOf(settings, this.selection.choice);
    const look = { facing, mirrored: facing === 'user', muted: false, ...imageControls(track) };
    this.emit({ phase: 'on', stream, track, ...look, ...others });
    this.watchMuted(track, mine);
  }

  private watchMuted(track: MediaStreamTrack, mine: number): void {
    const tell = () => {
      if (mine !== this.epoch || this.state.phase !== 'on' || this.state.muted === track.muted) return;
      this.emit({ ...this.state, muted: track.muted });
    };
    if (track.muted) this.deps.after(MUTED_MS, tell);
    else tell();
  }

  private recover(): void {
    const again = this.deps.now() - this.recoveredAtMs < RECOVERY_REST_MS;
    if (again) return this.fail(new Failure('camera_lost'));
    this.recoveredAtMs = this.deps.now();
    void this.acquire(true);
  }

  private fail(failure: Failure): void {
    this.release();
    this.emit({ phase: 'failed', failure: failure.facts, canFlip: this.canFlipAfter(failure) });
  }

  private canFlipAfter({ code }: FailureFacts): boolean {
    return mayFlipAfter(code) && this.selection.flips(this.here).length > 0;
  }

  private async refreshDevices(source: MediaSource): Promise<void> {
    await this.selection.refresh(source);
    this.countCameras();
  }

  /** Says anew whether there is another camera, and how many lenses look this way. */
  private countCameras(): void {
    const { state: current } = this;
    if (current.phase === 'failed') {
      const canFlip = this.canFlipAfter(current.failure);
      if (canFlip !== current.canFlip) this.emit({ ...current, canFlip });
    }
    if (current.phase !== 'on') return;
    const others = this.selection.others(this.here);
    const { canFlip, lens, cameras, id } = current;
    if (JSON.stringify(others) !== JSON.stringify({ canFlip, lens, cameras, id }))
      this.emit({ ...current, ...others });
  }

  private devicesChanged(): void {
    const { mediaDevices } = this.deps;
    if ('canFlip' in this.state && mediaDevices) void this.refreshDevices(mediaDevices);
    this.reopenAfter('camera_none', 'camera_lost');
  }

  private hide(): void {
    if (this.state.phase === 'failed' || this.state.phase === 'off') return;
    this.release();
    this.emit({ phase: 'off' });
  }

  /**
   * Never after a refusal: where the system's own dialog takes the focus away and gives it back, asking again
   * would go round for ever. An iPhone resumes with a track that is muted or ended
   * (kentcdodds/kody-video#97), so a held one is looked at.
   */
  private show(): void {
    if (!this.wanted || !this.deps.page.visible) return;
    if (this.state.phase === 'off') void this.acquire();
    else if (this.state.phase === 'on' && !isHealthy(this.state.track)) void this.acquire();
    else this.reopenAfter('camera_busy', 'camera_lost');
  }

  private permitted(): void {
    if (this.state.phase === 'off' && this.state.waits) void this.open();
    else this.reopenAfter('camera_denied');
  }

  private reopenAfter(...codes: FailureCode[]): void {
    const failed = this.state.phase === 'failed' && codes.includes(this.state.failure.code);
    if (failed && this.wanted && this.deps.page.visible) void this.acquire();
  }

  private release(): void {
    this.epoch += 1;
    if (this.state.phase === 'on') stopTracks(this.state.stream);
  }

  private emit(state: CameraState): void {
    this.state = state;
    this.states.tell(state);
  }
}

/** Asking again would change nothing. */
function isUnderWay(state: CameraState): boolean {
  return (state.phase === 'opening' && !state.slow) || (state.phase === 'on' && !state.muted);
}

function isHealthy(track: MediaStreamTrack): boolean {
  return track.readyState === 'live' && !track.muted;
}

function stopTracks(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}
