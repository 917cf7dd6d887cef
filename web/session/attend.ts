/** What looks after the peer in use once there is one. The page loads it behind the viewfinder. */
import type { Clock } from '../time/clock';
import type { Link } from './dial/link';
import type { PeerFactory } from './dial/prepared';
import { Opportunity, watchForDirect } from './recovery/direct';
import type { Glance } from './sending/rest';
import { steer } from './sending/steering';

export type AttendEvents = {
  /** Nothing is sent for now, so that nothing will come back; or it is again. */
  onRest(isResting: boolean): void;
  /** A direct path may have become possible. */
  onDirect(): void;
  /** Whether the session goes by a relay. */
  isRelayed(): boolean;
};

export type Attend = (link: Link, events: AttendEvents, signal: AbortSignal) => void;

/** @param glance of the camera's picture; null where nobody can say */
export function createAttendant(deps: {
  createPeer: PeerFactory;
  clock: Clock;
  glance(): Glance | null;
}): Attend {
  const opportunity = new Opportunity();
  return (link, { onRest, onDirect, isRelayed }, signal) => {
    steer(link, { ...deps, onRest }, signal);
    const { plan, relay } = link;
    const mayLeave = plan.enhanced && plan.iceTransportPolicy === 'all';
    if (mayLeave && relay)
      watchForDirect(deps, relay.iceServers, { opportunity, isRelayed, onDirect }, signal);
  };
}
