import { giveBackSoon } from '../giveBack';
import { holdEngine } from '../media/wrtc';
import { createPainter } from '../pictures/painter';
import type { Programs } from '../programs';
import type { EndReason } from '../session/lifetime';
import { wordsOf } from '../session/refused';
import { Session } from '../session/session';
import type { Registry } from '../workflows/registry';
import { Tally } from './tally';
import type { Report, SessionOrder } from './words';

const COUNT_EVERY_MS = 500;
/** Pictures that may wait to be painted. */
const PAINTINGS = 64;

/** The sessions that live in this process, each by its number. */
export class Residents {
  private readonly sessions = new Map<number, Session>();
  private readonly engine = holdEngine();
  private readonly painter;
  private readonly tally = new Tally();
  private readonly counting = setInterval(() => this.count(), COUNT_EVERY_MS).unref();

  constructor(
    private readonly registry: Registry,
    programs: Pick<Programs, 'pictures'>,
    private readonly report: (words: Report) => void,
  ) {
    this.painter = createPainter(PAINTINGS, programs.pictures);
  }

  /** Ends every session. Nothing keeps the process alive after that. */
  close(): void {
    for (const session of this.sessions.values()) session.end('shutdown');
    clearInterval(this.counting);
    this.engine.release();
    void this.painter.close();
  }

  end(number: number, reason: EndReason): void {
    this.sessions.get(number)?.end(reason);
  }

  /** Never rejects: what becomes of it is reported. */
  async begin(number: number, order: SessionOrder): Promise<void> {
    const hasEnded = new AbortController();
    const end = (reason: EndReason) => {
      hasEnded.abort();
      this.sessions.delete(number);
      this.count();
      // Its last frames, which an idle process would keep.
      giveBackSoon();
      this.report({ session: number, ended: reason });
    };
    let session: Session | null = null;
    try {
      session = this.create(order, end);
      this.sessions.set(number, session);
      const answer = await session.answer(hasEnded.signal);
      this.report({ session: number, answer });
    } catch (error) {
      if (!hasEnded.signal.aborted) this.report({ session: number, refused: wordsOf(error) });
      if (session) session.end('request_aborted');
      else end('request_aborted');
    }
  }

  /** @throws Refused where an ICE server's URL is not understood. */
  private create({ workflow: wanted, ...order }: SessionOrder, onEnd: (reason: EndReason) => void): Session {
    const workflow = this.registry.find(wanted);
    workflow.detector.warm?.();
    return new Session({ ...order, workflow, painter: this.painter, counts: this.tally, onEnd });
  }

  private count(): void {
    this.report({ counted: this.tally.drain() });
  }
}
