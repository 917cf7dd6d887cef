/** What a live session tells of itself, and who is told. */
import { Listeners } from '../platform/listeners';
import type { LiveResult } from '../results/live';
import type { Traffic } from './meter';
import type { LiveSession, Picture, SessionState } from './types';

export class SessionNews implements Pick<LiveSession, 'onState' | 'onResult' | 'onPicture' | 'onTraffic'> {
  protected readonly states = new Listeners<SessionState>();
  protected readonly results = new Listeners<LiveResult>();
  protected readonly pictures = new Listeners<Picture | null>();
  protected readonly traffic = new Listeners<Traffic>();

  onState(listener: (state: SessionState) => void): () => void {
    return this.states.add(listener);
  }

  onResult(listener: (result: LiveResult) => void): () => void {
    return this.results.add(listener);
  }

  onPicture(listener: (picture: Picture | null) => void): () => void {
    return this.pictures.add(listener);
  }

  onTraffic(listener: (traffic: Traffic) => void): () => void {
    return this.traffic.add(listener);
  }
}
