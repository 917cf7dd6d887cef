import { internalError, Refusal, tooManyStreams } from '../errors';
import type { Metrics } from '../metrics';
import type { Painter } from '../pictures/painter';
import { Session, type SessionOptions } from './session';

export type SessionsOptions = { limit: number; gzip: boolean; metrics: Metrics; painter: Painter };
export type OpenOptions = Omit<SessionOptions, 'gzip' | 'metrics' | 'painter' | 'onEnd'>;

/** All sessions of this worker. A place is taken before the peer is made and given back when it is gone, whatever happens. */
export class Sessions {
  private readonly active = new Set<Session>();
  private places = 0;

  constructor(private readonly options: SessionsOptions) {}

  /**
   * Runs `open` with a place held for it. @throws Refusal (429) where all are taken.
   * A request that still waits for a cold start counts: it will be a session in a moment.
   */
  async withPlace<T>(open: (place: Place) => Promise<T>): Promise<T> {
    if (this.places >= this.options.limit) throw tooManyStreams(this.options.limit);
    const place = this.takePlace();
    try {
      return await open(place);
    } catch (error) {
      place.giveBack();
      throw error;
    }
  }

  /** @returns the answer's SDP. @throws Refusal (500) where the offer or an ICE server is unusable; AbortError. */
  async open(place: Place, options: OpenOptions, signal: AbortSignal): Promise<string> {
    signal.throwIfAborted();
    const session = this.create(place, options);
    const abort = () => session.end('request_aborted');
    signal.addEventListener('abort', abort);
    try {
      return await session.answer(signal);
    } catch (error) {
      session.end('request_aborted');
      signal.throwIfAborted();
      throw error instanceof Refusal ? error : internalError();
    } finally {
      signal.removeEventListener('abort', abort);
    }
  }

  endAll(): void {
    for (const session of this.active) session.end('shutdown');
  }

  private create(place: Place, options: OpenOptions): Session {
    const { gzip, metrics, painter } = this.options;
    try {
      const session: Session = new Session({
        ...options,
        gzip,
        metrics,
        painter,
        onEnd: () => {
          this.active.delete(session);
          metrics.sessionsActive = this.active.size;
          place.giveBack();
        },
      });
      this.active.add(session);
      metrics.sessionsActive = this.active.size;
      metrics.sessionsStarted += 1;
      return session;
    } catch {
      throw internalError();
    }
  }

  private takePlace(): Place {
    this.places += 1;
    let held = true;
    return {
      giveBack: () => {
        if (held) this.places -= 1;
        held = false;
      },
    };
  }
}

export type Place = { giveBack(): void };
