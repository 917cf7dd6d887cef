/** People who make the owner of a deployment pay: what they can ask of it, and what they got of it in all. */

import { codeOf, SDP } from '../../proxy/testing';
import type { Artifact } from '../stack/artifact';
import type { Answer, SeenRequest } from '../standins/upstream';
import { CLOCK } from './clock';
import { marked, markOf, Tally, type Who } from './tally';

const HOST = 'https://sightline.example';
/** A worker that answers so may have started the session all the same. */
const UNSURE = 504;

export type Attacker = Who & { ip: string; cookie: string };
export type Wish = { lineage?: string; seconds?: number; provoke?: number };
export type Told = { status: number; code: string | undefined; lineage: string | undefined };

/** One deployment under attack, at a time that the test sets. */
export class Siege {
  readonly tally = new Tally();
  private visitors = 0;

  /**
   * @param code what visitors type first; null where the deployment is open, and an address is all that tells
   * them apart.
   */
  constructor(
    private readonly artifact: Artifact,
    private readonly code: string | null,
    public nowMs: number,
  ) {}

  get isOpen(): boolean {
    return this.code === null;
  }

  /** A new visitor, with the code where there is one. @param network what of the IP counts as one address. */
  async enter(ip: string, network = ip, code = this.code): Promise<Attacker> {
    this.visitors += 1;
    const visitor = this.code === null ? network : `v${this.visitors}`;
    const attacker = { visitor, address: network, ip, cookie: '' };
    if (code !== null) await this.ask('/v1/session', attacker, JSON.stringify({ code }));
    return attacker;
  }

  dial(attacker: Attacker, { lineage, seconds, provoke }: Wish = {}): Promise<Told> {
    const sdp = marked(SDP, attacker) + (provoke ? `a=x-provoke:${provoke}\r\n` : '');
    const wrtcParams = { lineage, processingTimeout: seconds };
    const body = JSON.stringify({ offer: { type: 'offer', sdp }, wrtcParams });
    return this.ask('/v1/webrtc-offer', attacker, body);
  }

  async mint(attacker: Attacker): Promise<void> {
    const { status } = await this.ask('/v1/webrtc-turn-config/coturn', attacker);
    if (status === 200) this.tally.add(attacker, this.nowMs, { credentials: 1 });
  }

  shoot(attacker: Attacker): Promise<Told> {
    const bytes = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff]), Buffer.from(marked('', attacker))]);
    return this.ask('/v1/infer', attacker, bytes);
  }

  /** The worker, which keeps the books: of what it starts, and of what it was asked for in vain. */
  answer({ path, body }: SeenRequest): Answer {
    // Asked once a workflow, and free of charge.
    if (path.endsWith('/describe_interface')) return { status: 200, body: { inputs: {}, outputs: {} } };
    if (!path.startsWith('/initialise')) return this.answerPhoto(body);
    const { processing_timeout: seconds } = JSON.parse(body) as { processing_timeout: number };
    const status = Number(/a=x-provoke:(\d+)/.exec(body)?.[1] ?? 200);
    const started = status === 200 || status === UNSURE ? { sessions: 1, minutes: seconds / 60 } : {};
    this.tally.add(markOf(body), this.nowMs, { dials: 1, ...started });
    if (status !== 200) return { status, body: { message: 'Internal error.' } };
    return { status, body: { sdp: 'v=0', type: 'answer' } };
  }

  private answerPhoto(body: string): Answer {
    const { inputs } = JSON.parse(body) as { inputs: { image: { value: string } } };
    const who = markOf(Buffer.from(inputs.image.value, 'base64').toString());
    this.tally.add(who, this.nowMs, { photos: 1 });
    return { status: 200, body: { outputs: [] } };
  }

  /** The cookie of the answer is kept. */
  private async ask(path: string, attacker: Attacker, sent?: string | Buffer): Promise<Told> {
    const init = sent === undefined ? {} : { method: 'POST', body: sent };
    const headers = {
      'CF-Connecting-IP': attacker.ip,
      Cookie: attacker.cookie,
      'Content-Type': typeof sent === 'string' ? 'application/json' : 'image/jpeg',
      [CLOCK]: String(this.nowMs),
    };
    const response = await this.artifact.dispatch(`${HOST}${path}`, { ...init, headers });
    attacker.cookie = response.headers.get('Set-Cookie')?.split(';')[0] ?? attacker.cookie;
    const body: unknown = await response.json();
    const { lineage } = (body as { context?: { lineage?: string } }).context ?? {};
    return { status: response.status, code: codeOf(body), lineage };
  }
}
