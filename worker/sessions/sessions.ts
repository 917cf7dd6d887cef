import { internalError, offerRefused, type Refusal, tooManyStreams } from '../errors';
import type { SessionRequest } from '../ipc/messages';
import { wordsOf } from '../ipc/refused';
import type { Metrics } from '../metrics/metrics';
import type { ProcessPool } from './process-pool';
import type { RemoteSession } from './session-process';

export type SessionsOptions = { limit: number; gzip: boolean; metrics: Metrics; processes: ProcessPool };
export type OpenOptions = Omit<SessionRequest, 'gzip'>;

/**
 * All sessions of this worker. A place is taken before the peer is made and given back when it is gone,
 * whatever happens.
 */
export class Sessions {
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

  /**
   * @returns the answer's SDP. @throws Refusal: 400 where libwebrtc refuses the offer, 500 with a reason for
   * anything else; AbortError.
   */
  async open(place: Place, options: OpenOptions, signal: AbortSignal): Promise<string> {
    signal.throwIfAborted();
    const session = this.begin(place, options);
    const abort = () => session.end('request_aborted');
    signal.addEventListener('abort', abort);
    try {
      return await session.answer;
    } catch (error) {
      signal.throwIfAborted();
      throw toRefusal(error);
    } finally {
      signal.removeEventListener('abort', abort);
    }
  }

  private begin(place: Place, options: OpenOptions): RemoteSession {
    const { gzip, metrics, processes } = this.options;
    const session = processes.begin({ ...options, gzip }, () => {
      metrics.sessionsActive -= 1;
      place.giveBack();
    });
    metrics.sessionsActive += 1;
    metrics.sessionsStarted += 1;
    return session;
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

function toRefusal(error: unknown): Refusal {
  const { kind, why } = wordsOf(error);
  return kind === 'offer' ? offerRefused(why) : internalError(why);
}

export type Place = { giveBack(): void };
