/**
 * Every session lives in a process of its own, as in the hosted worker. libwebrtc is native code that takes in what strangers
 * send, and where it crashes it takes its process with it: with @roamhq/wrtc 0.10 that happens in about one of three hundred
 * sessions whose client hangs up in the middle of a stream (`RTCDataChannel::Send` looks at the channel's state, waits for
 * another thread, and calls through a pointer that the channel's end has cleared meanwhile; a core dump of 22 November 2026).
 * That session is over anyway; nobody else's ends with it.
 */
import type { EyeSettings } from '../eyes';
import type { Metrics } from '../metrics';
import type { OpenLine } from './fork';
import { Host } from './host';
import type { HostedSession } from './hosted-session';
import { Turns } from './turns';
import type { Pace, SessionOrder } from './words';

/** So many stay for the sessions to come: a page that dials anew has two for a moment. */
const MOST_IDLE = 2;
/** libwebrtc for Node keeps some 10 kB of every session that is over; a fresh process has nothing of them. */
const MOST_HELD = 100;
/** Starting one takes a quarter of a second of a core; the dial that has taken the last one is likely over by then. */
const RESTOCK_MS = 1000;

export type HostsOptions = {
  /** More sessions than these share them. */
  most: number;
  eyes: EyeSettings;
  /** Frames that are looked at at the same time, in all of them. */
  looks: number;
  metrics: Metrics;
};

export class Hosts {
  private readonly hosts = new Set<Host>();
  private readonly turns: Record<Pace, Turns<Host>>;
  private isCrowded = false;
  private lastNumber = 0;
  private restocking: NodeJS.Timeout | undefined;
  /** From then on nobody else tells why one does not start. */
  private hasOpened = false;
  private isClosing = false;

  constructor(
    private readonly options: HostsOptions,
    private readonly openLine: OpenLine,
  ) {
    options.metrics.sessionMemory = () => this.memory();
    const open = (pace: Pace, size: number, each: number) =>
      new Turns<Host>(size, each, (host, number) => host.grant(number, pace));
    // One slow look at a time, beside the fast ones.
    this.turns = { fast: open('fast', options.looks, options.eyes.threads), slow: open('slow', 1, 1) };
  }

  /** Waits until one process can take a session. @throws where none can, with Node's `code` if it has one. */
  async open(): Promise<void> {
    await this.start().ready;
  }

  begin(order: SessionOrder, onEnd: () => void): HostedSession {
    const host = this.choose();
    this.lastNumber += 1;
    const session = host.begin(this.lastNumber, order, () => {
      this.countHeads();
      onEnd();
    });
    this.countHeads();
    this.restockLater();
    return session;
  }

  /** Ends all sessions. Resolves once their processes are gone. */
  async close(): Promise<void> {
    this.isClosing = true;
    clearTimeout(this.restocking);
    await Promise.all([...this.hosts].map((host) => host.close()));
  }

  private choose(): Host {
    const [leastBusy] = [...this.hosts].sort((one, other) => one.load - other.load);
    if (leastBusy && (leastBusy.load === 0 || this.hosts.size >= this.options.most)) return leastBusy;
    return this.start();
  }

  private start(): Host {
    let isReady = false;
    const host: Host = new Host({
      openLine: this.openLine,
      eyes: this.options.eyes,
      metrics: this.options.metrics,
      turns: this.turns,
      onIdle: () => this.thinOut(),
      onGone: (how) => {
        this.remove(host);
        if (how === null) return;
        if (isReady) this.restockLater();
        this.tell(how, host.load);
      },
    });
    this.hosts.add(host);
    if (this.isCrowded) host.crowd(true);
    this.options.metrics.sessionProcesses = this.hosts.size;
    const tellWhy = ({ message }: Error) => {
      if (this.hasOpened && !this.isClosing) console.error(`A process for sessions cannot start: ${message}`);
    };
    host.ready.then(() => {
      isReady = true;
      this.hasOpened = true;
    }, tellWhy);
    return host;
  }

  /** Asking for each look costs a message to and fro, which nobody needs while there are threads for all. */
  private countHeads(): void {
    const sessions = [...this.hosts].reduce((sum, { load }) => sum + load, 0);
    const isCrowded = sessions > this.options.looks;
    if (isCrowded === this.isCrowded) return;
    this.isCrowded = isCrowded;
    for (const host of this.hosts) host.crowd(isCrowded);
  }

  private tell(how: string, sessions: number): void {
    this.options.metrics.sessionProcessesCrashed += 1;
    const toll = sessions === 0 ? 'no session' : sessions === 1 ? 'one session' : `${sessions} sessions`;
    console.error(`A process that held ${toll} crashed (${how}); all others go on.`);
  }

  private memory() {
    const all = [...this.hosts].map(({ memory }) => memory);
    const sum = (key: 'heap' | 'external') => all.reduce((total, each) => total + each[key], 0);
    return { heap: sum('heap'), external: sum('external') };
  }

  private get idle(): Host[] {
    return [...this.hosts].filter((host) => host.load === 0);
  }

  private thinOut(): void {
    if (this.isClosing) return;
    const worn = this.idle.filter(({ held, isBloated }) => isBloated || held >= MOST_HELD);
    const spare = this.idle.filter((host) => !worn.includes(host)).slice(MOST_IDLE);
    for (const host of [...worn, ...spare]) {
      this.remove(host);
      void host.close();
    }
    this.restockLater();
  }

  private remove(host: Host): void {
    this.hosts.delete(host);
    this.options.metrics.sessionProcesses = this.hosts.size;
  }

  private restockLater(): void {
    if (this.isClosing || this.restocking) return;
    this.restocking = setTimeout(() => {
      this.restocking = undefined;
      if (this.idle.length === 0 && this.hosts.size < this.options.most) this.start();
    }, RESTOCK_MS).unref();
  }
}
