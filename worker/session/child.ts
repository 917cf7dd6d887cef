/**
 * The child process's side: its sessions, each by the worker's number for it, and what detects in their
 * frames.
 */
import type { Gates } from '../detect/threads/pools';
import type { EndReason, Order, Report, SessionRequest } from '../ipc/messages';
import { wordsOf } from '../ipc/refused';
import { holdEngine } from '../media/wrtc';
import { createPainter } from '../pictures/painter';
import { collectSoon } from '../runtime/collect';
import { type DetectorSettings, type Detectors, openDetectors } from '../workflows/detectors';
import { TurnGate } from './gate';
import { Session } from './session';
import { Tally } from './tally';

const COUNT_EVERY_MS = 500;
/** Pictures that may wait to be painted. */
const PAINTINGS = 64;

type Opened = Pick<Detectors, 'registry' | 'close'>;
type Send = (report: Report) => void;
export type Child = {
  onOrder(order: Order): void;
  /** Ends every session. Resolves once nothing of them runs any more. */
  close(): Promise<void>;
};

/**
 * Does what the worker orders, wherever this runs. @param send takes the reports. @param open what detects.
 */
export function openChild(
  send: Send,
  open: (settings: DetectorSettings, gates: Gates) => Promise<Opened> = openDetectors,
): Child {
  let starting: Promise<ChildSessions> | null = null;
  const gates = { fast: new TurnGate('fast', send, true), slow: new TurnGate('slow', send, false) };
  const start = async (settings: DetectorSettings) => {
    const sessions = new ChildSessions(await open(settings, gates), settings, send);
    send({ ready: true });
    return sessions;
  };
  return {
    onOrder(order) {
      if ('start' in order) {
        starting = start(order.start);
        starting.catch(({ message, code }) => send({ broken: { message, code: code ?? null } }));
      } else if ('crowded' in order) gates.fast.isOpen = !order.crowded;
      else if ('granted' in order) gates[order.pace].granted(order.granted);
      else void starting?.then((sessions) => sessions.onOrder(order)).catch(() => {});
    },
    async close() {
      await (await starting?.catch(() => null))?.close();
    },
  };
}

class ChildSessions {
  private readonly sessions = new Map<number, Session>();
  private readonly engine = holdEngine();
  private readonly painter;
  private readonly tally = new Tally();
  private readonly counting = setInterval(() => this.count(), COUNT_EVERY_MS).unref();

  constructor(
    private readonly detectors: Opened,
    { programs }: DetectorSettings,
    private readonly send: Send,
  ) {
    this.painter = createPainter(PAINTINGS, programs.pictures);
  }

  onOrder(order: Extract<Order, { session: number }>): void {
    if ('open' in order) void this.begin(order.session, order.open);
    else this.sessions.get(order.session)?.end(order.end);
  }

  /** Nothing keeps the process alive after that. */
  async close(): Promise<void> {
    for (const session of this.sessions.values()) session.end('shutdown');
    clearInterval(this.counting);
    this.engine.release();
    void this.painter.close();
    await this.detectors.close();
  }

  /** Never rejects: what becomes of it is reported. */
  private async begin(number: number, request: SessionRequest): Promise<void> {
    const hasEnded = new AbortController();
    const end = (reason: EndReason) => {
      hasEnded.abort();
      this.sessions.delete(number);
      this.count();
      // Its last frames, which an idle process would keep.
      collectSoon();
      this.send({ session: number, ended: reason });
    };
    let session: Session | null = null;
    try {
      session = this.create(request, end);
      this.sessions.set(number, session);
      const answer = await session.answer(hasEnded.signal);
      this.send({ session: number, answer });
      session.warm();
    } catch (error) {
      if (!hasEnded.signal.aborted) this.send({ session: number, refused: wordsOf(error) });
      if (session) session.end('request_aborted');
      else end('request_aborted');
    }
  }

  /** @throws Refused where an ICE server's URL is not understood. */
  private create(
    { workflow: wanted, ...request }: SessionRequest,
    onEnd: (reason: EndReason) => void,
  ): Session {
    const workflow = this.detectors.registry.find(wanted);
    const run = workflow.begin();
    return new Session({ ...request, workflow, run, painter: this.painter, counts: this.tally, onEnd });
  }

  private count(): void {
    this.send({ counted: this.tally.drain() });
  }
}
