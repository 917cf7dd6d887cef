/** A TURN client of a few requests: asks for an allocation, a permission, and gives them back. */
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

/** What each request bears once the relay has named its realm. */
type Proof = { key: Buffer; realm: Buffer; nonce: Buffer; attributes: Attribute[] };

export class TurnClient {
  #proof: Proof | null = null;

  /** `timeoutMs` bounds each single request, retries of the datagram included. */
  constructor(
    private readonly channel: Channel,
    private readonly credentials: Credentials | null,
    private readonly timeoutMs: number,
  ) {}

  binding(): Promise<StunMessage> {
    return this.#once(METHODS.binding, () => []);
  }

  /** The relay's success, or a RelayFailure with its error number as the reason. A relay sends to peers of
   * its address' family alone (RFC 8656 §18.6). */
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
      if (answer.kind !== 'error' || errorCode(answer) !== retriable || this.credentials === null) continue;
      if (retriable === 401 && this.#proof !== null) break;
      this.#proof = this.#proofFor(answer, this.credentials);
      answer = await this.#once(method, build);
    }
    if (answer.kind === 'success') return answer;
    throw new RelayFailure('allocate', String(errorCode(answer) ?? 'bad_answer'));
  }

  /** Null where the relay names neither. */
  #proofFor(answer: StunMessage, { username, credential }: Credentials): Proof | null {
    const realm = attribute(answer, ATTRIBUTES.realm) ?? this.#proof?.realm;
    const nonce = attribute(answer, ATTRIBUTES.nonce) ?? this.#proof?.nonce;
    if (realm === undefined || nonce === undefined) return null;
    const attributes = [
      { type: ATTRIBUTES.username, value: Buffer.from(username, 'utf8') },
      { type: ATTRIBUTES.realm, value: realm },
      { type: ATTRIBUTES.nonce, value: nonce },
    ];
    return { key: longTermKey(username, realm.toString('utf8'), credential), realm, nonce, attributes };
  }

  #once(method: Method, build: (transaction: Buffer) => Attribute[]): Promise<StunMessage> {
    const transaction = newTransaction();
    const attributes = [...build(transaction), ...(this.#proof?.attributes ?? [])];
    const request = encode({ method, kind: 'request', transaction, attributes }, this.#proof?.key);
    return this.#exchange(request, transaction, this.#proof?.key);
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
      const timer = setTimeout(() => give(new RelayFailure('allocate', 'timeout')), this.timeoutMs);
      let retry: NodeJS.Timeout | undefined;
      const send = (waitMs: number) => {
        this.channel.send(request);
        if (!this.channel.reliable) retry = setTimeout(() => send(waitMs * 2), waitMs);
      };
      this.channel.onFailure = give;
      this.channel.onMessage = (bytes) => {
        const answer = decode(bytes);
        if (answer === null || !answer.transaction.equals(transaction)) return;
        // A success that the server did not sign could be anyone's on the path: it is as if it had not come.
        if (answer.kind === 'success' && key !== undefined && !hasIntegrity(bytes, key)) return;
        stop();
        done(answer);
      };
      send(FIRST_RETRY_MS);
    });
  }
}
