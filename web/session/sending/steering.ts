/** Reads what a peer sends, and has it send what the worker can use: twice a second, as long as the scope lasts. */
import { type Clock, every } from '../../time/clock';
import { adjust, CAP_BPS, START_BPS } from '../dial/sender';
import { SendController, type Sending } from './controller';
import { readSending, type Waited } from './reading';
import { type Glance, Rest } from './rest';

const LOOK_MS = 500;
/** While nothing is sent a picture should not wait. */
const REST_LOOK_MS = 100;

/** The peer in use. */
export type Steered = {
  readonly media: { pc: Pick<RTCPeerConnection, 'getStats'>; sender: RTCRtpSender } | null;
  /** Frames that came back, those that failed among them. */
  readonly answered: number;
  /** Brings the picture to its size, where it is not. */
  fit(): Promise<void>;
};

export type SteeringDeps = {
  clock: Clock;
  /** Of the camera's picture; null where nobody can say. */
  glance(): Glance | null;
  /** Nothing is sent, so nothing will come back; or it is again. */
  onRest(isResting: boolean): void;
};

export function steer(link: Steered, deps: SteeringDeps, signal: AbortSignal): void {
  new Steering(link, deps, signal).start();
}

class Steering {
  private readonly controller = new SendController(CAP_BPS, START_BPS);
  private readonly rest = new Rest();
  private isResting = false;
  private wanted: Partial<Sending> & { active?: boolean } = {};
  private waited: Waited | null = null;
  private isReading = false;

  constructor(
    private readonly link: Steered,
    private readonly deps: SteeringDeps,
    private readonly signal: AbortSignal,
  ) {}

  start(): void {
    every(this.deps.clock, LOOK_MS, () => void this.look(), this.signal);
  }

  private async look(): Promise<void> {
    this.lookUp();
    const { media } = this.link;
    if (!media || this.isReading || this.isResting) return;
    this.isReading = true;
    const report = await media.pc.getStats().catch(() => null); // A peer closed meanwhile has none.
    this.isReading = false;
    if (!report || this.signal.aborted || this.isResting) return;
    const read = readSending(report as unknown as Iterable<[string, never]>, this.waited);
    if (!read) return;
    this.waited = read.waited;
    const counts = { atMs: this.deps.clock.now(), framesAnswered: this.link.answered };
    this.apply(this.controller.next({ ...read.reading, ...counts }));
    await this.link.fit();
  }

  /** Whether there is anything to see. */
  private lookUp(): void {
    const isResting = this.rest.look(this.deps.glance(), this.deps.clock.now());
    if (isResting !== this.isResting) {
      this.isResting = isResting;
      this.controller.rested();
      this.deps.onRest(isResting);
      if (isResting) this.watchRest();
    }
    this.apply({ active: !isResting });
  }

  private watchRest(): void {
    const { clock } = this.deps;
    clock.after(
      REST_LOOK_MS,
      () => {
        if (this.isResting) this.lookUp();
        if (this.isResting) this.watchRest();
      },
      this.signal,
    );
  }

  /** All that is wanted, each time: a browser refuses a change while another is under way. */
  private apply(change: Partial<Sending> & { active?: boolean }): void {
    const { media } = this.link;
    this.wanted = { ...this.wanted, ...change };
    if (media) void adjust(media.sender, this.wanted);
  }
}
