/** What the rules share: the server's address, requests in the protocol's form, and sessions that are watched
 * once and judged by many. */
import { boxes, CODES, codes, image, output, specification } from './blocks';
import { Peer, type PeerOptions } from './client/peer';
import type { Options } from './options';
import { isRecord, type Json, NotOffered, show, Violation } from './verdict';

/** The suite's workflow: no weights, no key. Two outputs of one step, so that a choice can be seen. */
export const FOUND = 'found';
export const AGAIN = 'again';
export const SPECIFICATION = specification([codes], [output(FOUND, CODES), output(AGAIN, CODES)]);

/** Pictures: the frame as it came, and with boxes drawn in. The first takes no block at all. */
export const PICTURE = 'picture';
export const WITH_PICTURE = specification([codes], [output(FOUND, CODES), output(PICTURE, image)]);
export const WITH_BOXES = specification(
  [codes, { ...boxes(CODES), thickness: 6 }],
  [output(FOUND, CODES), output(PICTURE, '$steps.boxes.image')],
);

export const inline = (workflow: Json = SPECIFICATION) => ({
  type: 'WorkflowConfiguration',
  workflow_specification: workflow,
});

export type Reply = { status: number; body: unknown };
export type Dialled = {
  peer: Peer;
  answer: Json;
  sdp: string;
  offered: string;
  sentAtMs: number;
  answeredAtMs: number;
};
type Tried = Omit<Dialled, 'answer' | 'sdp'> & { reply: Reply };
type Make<T> = (context: Context) => Promise<T>;

/** A server may start a process for each session, with seconds of imports. */
const ANSWER_MS = 90_000;
const CONNECT_MS = 15_000;

export class Context {
  /** Every refusal that came, for the rule about all of them. */
  readonly refusals: (Reply & { why: string })[] = [];
  private readonly peers = new Set<Peer>();
  private readonly seen = new Map<Make<unknown>, Promise<unknown>>();

  constructor(readonly options: Options) {}

  /** Runs `make` the first time that a rule asks, and hands all of them the same. */
  once<T>(make: Make<T>): Promise<T> {
    const known = this.seen.get(make) ?? make(this);
    this.seen.set(make, known);
    return known as Promise<T>;
  }

  ms(milliseconds: number): number {
    return milliseconds * this.options.patience;
  }

  /** @throws Violation where the server does not answer, or not with JSON. */
  async post(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Reply> {
    const response = await fetch(`${this.options.url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
      signal: AbortSignal.timeout(this.ms(ANSWER_MS)),
    }).catch((error: unknown) => {
      throw new Violation(`POST ${path}: no answer (${error instanceof Error ? error.name : 'unknown'})`);
    });
    const text = await response.text();
    try {
      return { status: response.status, body: JSON.parse(text) };
    } catch {
      throw new Violation(`${response.status} with a body that is no JSON: ${show(text, 60)}`);
    }
  }

  peer(options?: PeerOptions): Peer {
    const peer = new Peer(options);
    this.peers.add(peer);
    return peer;
  }

  /** A request of the suite's workflow with `changes`; undefined takes a field out. */
  request(sdp: string, changes: Json = {}): Json {
    return {
      api_key: this.options.apiKey,
      workflow_configuration: inline(),
      webrtc_offer: { type: 'offer', sdp },
      webrtc_config: null,
      stream_output: [],
      data_output: ['*'],
      ...changes,
    };
  }

  /** An offer that ought to be refused: one peer's offer serves for all, nothing is ever connected to it. */
  async refused(why: string, changes: Json, headers?: Record<string, string>): Promise<Reply> {
    const sdp = await this.once(spareOffer);
    const reply = await this.post('/initialise_webrtc_worker', this.request(sdp, changes), headers);
    if (reply.status >= 400) this.refusals.push({ why, ...reply });
    return reply;
  }

  /** Offers, and takes the answer. @throws Violation where the server refuses or the answer is none. */
  async dial(changes: Json = {}, options?: PeerOptions): Promise<Dialled> {
    return this.accept(await this.tryDial(changes, options));
  }

  /** Offers, and hands over whatever comes back. */
  async tryDial(changes: Json = {}, options?: PeerOptions): Promise<Tried> {
    const peer = this.peer(options);
    const offered = await peer.offer();
    const sentAtMs = performance.now();
    const reply = await this.post('/initialise_webrtc_worker', this.request(offered, changes));
    return { peer, reply, offered, sentAtMs, answeredAtMs: performance.now() };
  }

  /** A session whose channel is open. Frames that come before that are counted, but not reported. */
  async connect(changes: Json = {}, options?: PeerOptions): Promise<Dialled> {
    return this.untilUp(await this.dial(changes, options));
  }

  /** The same, for a workflow that a server may be unable to compile. @throws NotOffered where it says so. */
  async connectOrLack(changes: Json, options?: PeerOptions): Promise<Dialled> {
    const tried = await this.tryDial(changes, options);
    const { status, body } = tried.reply;
    const error = isRecord(body) ? body : {};
    // An unknown block is a 400; outputs of a kind that the next step does not take are a 500 WorkflowError
    // (error_handlers.py:1051-1071: ReferenceTypeError has no handler of its own).
    const isLack = status === 400 || (status === 500 && error.error_type === 'WorkflowError');
    if (!isLack) return this.untilUp(await this.accept(tried));
    this.hangUp(tried.peer);
    throw new NotOffered(`${status} ${show(error.message ?? body, 80)}`);
  }

  /** Hangs up as a client does. A session that is not closed would hold a place on the server. */
  hangUp(peer: Peer): void {
    peer.close();
    this.peers.delete(peer);
  }

  /**
   * Hangs up after an attempt. One that was let in connects first: else it would hold a place for a while,
   * and in Roboflow's own server a process for good (webrtc_worker/cpu.py:25-43 starts no watchdog; aioice
   * waits for more candidates).
   */
  async giveUp({ peer, reply }: Tried): Promise<void> {
    if (reply.status === 200 && isRecord(reply.body)) {
      await peer.connection.setRemoteDescription({ type: 'answer', sdp: String(reply.body.sdp) });
      await peer.until(() => peer.channel?.readyState === 'open', this.ms(5000));
    }
    this.hangUp(peer);
  }

  private async accept({ peer, reply, ...rest }: Tried): Promise<Dialled> {
    const answer = isRecord(reply.body) ? reply.body : {};
    if (reply.status !== 200 || typeof answer.sdp !== 'string') {
      this.hangUp(peer);
      throw new Violation(`the offer was answered with ${reply.status} ${show(reply.body)}`);
    }
    await peer.connection.setRemoteDescription({ type: 'answer', sdp: answer.sdp }).catch(() => {
      throw new Violation('libwebrtc does not take the answer');
    });
    return { peer, answer, sdp: answer.sdp, ...rest };
  }

  private async untilUp(dialled: Dialled): Promise<Dialled> {
    const { peer } = dialled;
    const isUp = () => (peer.channel ? peer.channel.readyState : peer.connection.connectionState);
    const up = await peer.until(() => ['open', 'connected'].includes(isUp()), this.ms(CONNECT_MS));
    if (!up) throw new Violation(`no connection: ICE ${peer.connection.iceConnectionState} after 15 s`);
    return dialled;
  }

  close(): void {
    for (const peer of this.peers) peer.close();
    this.peers.clear();
  }
}

async function spareOffer(context: Context): Promise<string> {
  return context.peer().offer();
}

/** What can be said of a message about `{outputs}`: the predictions of one output. */
export function predictionsOf(outputs: unknown, name: string): Json[] | null {
  const set = isRecord(outputs) ? outputs[name] : null;
  return isRecord(set) && Array.isArray(set.predictions) ? set.predictions.filter(isRecord) : null;
}
