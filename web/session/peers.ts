/** The peer in use and the one that may take its place: make before break. */

import type { Relay } from '../api/turn';
import type { Failure } from '../errors/failure';
import type { LiveResult } from '../results/live';
import { type DialOptions, Link, type LinkDeps, type LinkEvents } from './dial/link';
import type { DialPlan } from './dial/plan';

export type PeersEvents = Pick<LinkEvents, 'onOffer' | 'onWaking' | 'onLate'> & {
  /** What a peer is made with, and that a relay did not take it. */
  onRelay(plan: DialPlan, relay: Relay): void;
  onRefused(plan: DialPlan): void;
  /** The first result of a new peer that is well; the old one is closed by now. */
  onPromoted(link: Link): void;
  /** Each result of the peer in use, those of frames that failed among them. */
  onResult(result: LiveResult): void;
  /** The peer in use is gone. A second dial, where one is under way, goes on. */
  onCurrentLost(failure: Failure): void;
};

export type PeerOptions = Omit<DialOptions, 'lineage'>;

export class Peers {
  /** The peer whose results are shown. */
  current: Link | null = null;
  /** The peer being dialled; takes over with its first result. */
  next: Link | null = null;
  /** The newest that the proxy signed in this visit. */
  private lineage: string | null = null;

  constructor(
    private readonly deps: LinkDeps,
    private readonly events: PeersEvents,
  ) {}

  /**
   * Dials a next peer. @returns null with its first result, else why none came; never settles once it is
   * dropped.
   */
  dial(plan: DialPlan, track: MediaStreamTrack, options: PeerOptions): Promise<Failure | null> {
    this.dropNext();
    return new Promise((resolve) => {
      const link: Link = new Link(plan, this.deps, {
        ...this.events,
        onRelay: (relay) => this.events.onRelay(plan, relay),
        onResult: (result) => {
          if (link === this.next && result.well) this.promote(link, resolve);
          if (link === this.current) this.events.onResult(result);
        },
        onLost: (failure) => this.onLost(link, failure, resolve),
      });
      this.next = link;
      link.dial(track, { ...options, lineage: this.lineage });
    });
  }

  dropNext(): void {
    this.next?.close();
    this.next = null;
  }

  closeAll(): void {
    this.dropNext();
    this.current?.close();
    this.current = null;
  }

  /** @throws what the browser says where a sender does not take the track. */
  async replaceTrack(track: MediaStreamTrack): Promise<void> {
    await Promise.all([this.current?.replaceTrack(track), this.next?.replaceTrack(track)]);
  }

  private promote(link: Link, settle: (failure: null) => void): void {
    this.current?.close();
    this.current = link;
    this.next = null;
    this.lineage = link.lineage;
    settle(null);
    this.events.onPromoted(link);
  }

  private onLost(link: Link, failure: Failure, settle: (failure: Failure) => void): void {
    if (link === this.next) {
      this.next = null;
      if (failure.code === 'relay_refused_credentials') this.events.onRefused(link.plan);
      settle(failure);
    } else if (link === this.current) {
      this.current = null;
      this.events.onCurrentLost(failure);
    }
  }
}
