/** Looks after the peer in use: its route for the screen, its health, and when its time runs out. */
import type { Clock } from '../../time/clock';
import type { Link } from '../dial/link';
import type { PathStats } from '../dial/route';
import { type Health, HealthMonitor } from './health';

/** So often while all may not be well. */
const TICK_MS = 100;
const ROUTE_INTERVAL_MS = 1_000;
/** A second session is dialled this share of the life before the end, within these bounds. */
const RENEW_SHARE = 0.15;
const RENEW_LEAST_MS = 8_000;
const RENEW_MOST_MS = 45_000;

export type WatchEvents = {
  /** Once a second; oftener while results are overdue. */
  onPath(path: PathStats): void;
  /** Only changes are told. */
  onHealth(health: Health): void;
  /** Credentials or granted time are near their end. */
  onRenew(): void;
};

export class Watch {
  private readonly ended = new AbortController();
  private readonly monitor: HealthMonitor;
  /** As last told. */
  health: Health = 'well';
  private reading = false;
  private routeDueMs = 0;

  constructor(
    private readonly link: Link,
    private readonly clock: Clock,
    private readonly events: WatchEvents,
  ) {
    this.monitor = new HealthMonitor(clock.now());
    this.planRenewal();
    this.tick();
  }

  /** Call with each result of the link. @param well false where the workflow failed on that frame */
  onFrame(well: boolean): void {
    this.monitor.frame(this.clock.now(), well);
    if (this.health !== 'well') this.tellHealth('well');
  }

  /** Nothing is sent for now, so that no result is overdue; or it is again. */
  readonly rest = (isResting: boolean): void => {
    this.monitor.rest(this.clock.now(), isResting);
    if (isResting) this.tellHealth('well');
  };

  end(): void {
    this.ended.abort();
  }

  /** Ends with the watch. */
  get life(): AbortSignal {
    return this.ended.signal;
  }

  private tick(): void {
    const now = this.clock.now();
    const { isDisconnected } = this.link;
    const overdue = this.monitor.judge(now, isDisconnected) !== 'well';
    if (overdue || now >= this.routeDueMs) void this.read();
    this.tellHealth(this.monitor.judge(now, isDisconnected));
    const waitMs = Math.min(this.routeDueMs, this.monitor.wellUntilMs) - this.clock.now();
    this.clock.after(Math.max(TICK_MS, waitMs), () => this.tick(), this.ended.signal);
  }

  private async read(): Promise<void> {
    if (this.reading) return;
    this.reading = true;
    this.routeDueMs = this.clock.now() + ROUTE_INTERVAL_MS;
    const path = await this.link.readPath().catch(() => null); // A peer closed meanwhile has no path.
    this.reading = false;
    if (this.ended.signal.aborted || !path) return;
    this.monitor.transport(path.received, this.clock.now());
    this.events.onPath(path);
  }

  private tellHealth(health: Health): void {
    if (health === this.health) return;
    this.health = health;
    this.events.onHealth(health);
  }

  private planRenewal(): void {
    const lifeMs = this.lifeMs();
    if (lifeMs === null) return;
    const marginMs = Math.min(RENEW_MOST_MS, Math.max(RENEW_LEAST_MS, lifeMs * RENEW_SHARE));
    this.clock.after(Math.max(1_000, lifeMs - marginMs), () => this.events.onRenew(), this.ended.signal);
  }

  /** What is left (ms) of the shorter of the relay credentials and the time the proxy grants a session. */
  private lifeMs(): number | null {
    const { relay, offeredAtMs, plan } = this.link;
    const expiresAtMs = relay?.expiresAtMs ?? null;
    const ends: number[] = [];
    if (expiresAtMs !== null) ends.push(expiresAtMs);
    if (plan.sessionMs !== null && offeredAtMs !== null) ends.push(offeredAtMs + plan.sessionMs);
    return ends.length > 0 ? Math.min(...ends) - this.clock.now() : null;
  }
}
