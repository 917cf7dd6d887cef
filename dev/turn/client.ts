/** A TURN client of a few requests: enough to ask a relay for an allocation, a permission, and to give it back. */
import { encodeXorAddress } from './address';
import { type Channel, RelayFailure } from './channel';
import {
  ATTRIBUTES,
  type Attribute,
  attribute,
  decode,
  type Endpoint,
  encode,
  errorCode,
  hasIntegrity,
  longTermKey,
  METHODS,
  type Method,
  newTransaction,
  type StunMessage,
} from './stun';

export type Credentials = { username: string; credential: string };

const FIRST_RETRY_MS = 500;
const UDP_ONLY = Buffer.from([17, 0, 0, 0]);
const IPV6_FAMILY = Buffer.from([2, 0, 0, 0]);

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

export class TurnClient {
  readonly #channel: Channel;
  readonly #timeoutMs: number;
  readonly #credentials: Credentials | null;
  #realm: Buffer | null = null;
  #nonce: Buffer | null = null;

  /** `timeoutMs` bounds each single request, retries of the datagram included. */
  constructor(channel: Channel, credentials: Credentials | null, timeoutMs: number) {
    this.#channel = channel;
    this.#credentials = credentials;
    this.#timeoutMs = timeoutMs;
  }

  binding(): Promise<StunMessage> {
    return this.#once(METHODS.binding, () => []);
  }

  /** The relay's success, or a RelayFailure with its error number as the reason. A relay sends to peers of its address' family alone
   * (RFC 8656 §18.6). */
  allocate(family: 4 | 6 = 4): Promise<StunMessage> {
    const transport = { type: ATTRIBUTES.requestedTransport, value: UDP_ONLY };
    const six = { type: ATTRIBUTES.requestedFamily, value: IPV6_FAMILY };
    return this.#asked(METHODS.allocate, () => (family === 6 ? [transport, six] : [transport]));
  }

  /** `seconds` 0 gives the allocation back at once (RFC 8656 §7). */
  refresh(seconds: number): Promise<StunMessage> {
    return this.#asked(METHODS.refresh, () => [{ type: ATTRIBUTES.lifetime, value: uint32(seconds) }]);
  }

  permit(peer: Endpoint): Promise<StunMessage> {
    return this.#asked(METHODS.createPermission, (transaction) => [
      { type: ATTRIBUTES.xorPeerAddress, value: encodeXorAddress(peer, transaction) },
    ]);
  }

  bindChannel(number: number, peer: Endpoint): Promise<StunMessage> {
    return this.#asked(METHODS.channelBind, (transaction) => [
      { type: ATTRIBUTES.channelNumber, value: uint32(number << 16) },
      { type: ATTRIBUTES.xorPeerAddress, value: encodeXorAddress(peer, transaction) },
    ]);
  }

  /** 401 brings the realm, 438 a fresh nonce: each is answered with one more try (RFC 8489 §9.2.5). */
  async #asked(method: Method, build: (transaction: Buffer) => Attribute[]): Promise<StunMessage> {
    let answer = await this.#once(method, build);
    for (const retriable of [401, 438]) {
      const code = errorCode(answer);
      if (answer.kind !== 'error' || code !== retriable || this.#credentials === null) continue;
      if (retriable === 401 && this.#realm !== null) break;
      this.#remember(answer);
      answer = await this.#once(method, build);
    }
    if (answer.kind === 'success') return answer;
    throw new RelayFailure('allocate', String(errorCode(answer) ?? 'bad_answer'));
  }

  #remember(answer: StunMessage): void {
    this.#realm = attribute(answer, ATTRIBUTES.realm) ?? this.#realm;
    this.#nonce = attribute(answer, ATTRIBUTES.nonce) ?? this.#nonce;
  }

  #key(): Buffer | undefined {
    if (this.#credentials === null || this.#realm === null) return undefined;
    const { username, credential } = this.#credentials;
    return longTermKey(username, this.#realm.toString('utf8'), credential);
  }

  #proof(): Attribute[] {
    if (this.#credentials === null || this.#realm === null || this.#nonce === null) return [];
    return [
      { type: ATTRIBUTES.username, value: Buffer.from(this.#credentials.username, 'utf8') },
      { type: ATTRIBUTES.realm, value: this.#realm },
      { type: ATTRIBUTES.nonce, value: this.#nonce },
    ];
  }

  #once(method: Method, build: (transaction: Buffer) => Attribute[]): Promise<StunMessage> {
    const transaction = newTransaction();
    const key = this.#key();
    const attributes = [...build(transaction), ...this.#proof()];
    return this.#exchange(
      encode({ method, kind: 'request', transaction, attributes }, key),
      transaction,
      key,
    );
  }

  #exchange(request: Buffer, transaction: Buffer, key: Buffer | undefined): Promise<StunMessage> {
    return new Promise((done, fail) => {
      const stop = () => {
        clearTimeout(timer);
        clearTimeout(retry);
      };
      const give = (failure: RelayFailure) => {
        stop();
        fail(failure);
      };
      const timer = setTimeout(() => give(new RelayFailure('allocate', 'timeout')), this.#timeoutMs);
      let retry: NodeJS.Timeout | undefined;
      const send = (waitMs: number) => {
        this.#channel.send(request);
        if (!this.#channel.reliable) retry = setTimeout(() => send(waitMs * 2), waitMs);
      };
      this.#channel.onFailure = give;
      this.#channel.onMessage = (bytes) => {
        const answer = decode(bytes);
        if (answer === null || !answer.transaction.equals(transaction)) return;
        // A success that the server did not sign could come from anyone on the path: it is as if it had not come.
        if (answer.kind === 'success' && key !== undefined && !hasIntegrity(bytes, key)) return;
        stop();
        done(answer);
      };
      send(FIRST_RETRY_MS);
    });
  }
}
