/**
 * Why an offer gets no answer, in words that hold nothing of it: they cross from a session's process to the
 * log and to the client.
 */
import { nameThrown } from '../../protocol/thrown';

/**
 * `offer`: libwebrtc does not take it, which its client can mend. `noOffer` and `iceServers` are refused as
 * the hosted worker refuses them (500, conformance rules 24 and 25); `broken` is this worker's own fault.
 */
type RefusedKind = 'offer' | 'noOffer' | 'iceServers' | 'broken';
export type RefusedWords = { kind: RefusedKind; why: string };

export class Refused extends Error {
  override readonly name = 'Refused';

  constructor(readonly words: RefusedWords) {
    super(words.why);
  }
}

const REASONS: Record<RefusedKind, string> = {
  offer: 'libwebrtc refuses it.',
  noOffer: 'what came as an offer is no SDP with media in it.',
  iceServers: 'the URL of an ICE server is not understood.',
  broken: 'the session could not be started',
};

export function refusedBecause(kind: RefusedKind, why = REASONS[kind]): Refused {
  return new Refused({ kind, why });
}

/** Of whatever was thrown while a session began. */
export function wordsOf(thrown: unknown): RefusedWords {
  if (thrown instanceof Refused) return thrown.words;
  return { kind: 'broken', why: `${REASONS.broken}: unexpected ${nameThrown(thrown)}.` };
}
