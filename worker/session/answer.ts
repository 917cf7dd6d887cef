/** Answers one offer, in one shot: the hosted protocol has no trickle and no second round. */
import { networkInterfaces } from 'node:os';
import { scopeOf } from '../../protocol/address';
import { withUsableCandidates } from '../../protocol/candidates';
import { withoutUnofferedPayloads } from '../../protocol/sdp';
import { refusedBecause } from '../ipc/refused';
import { giveCandidates, scheduleFor } from './candidate-schedule';
import { isOffer, toRefused } from './offer';

/** aioice, the hosted worker's ICE, gives up gathering after the same time (ice.py:973). */
const GATHER_LIMIT_MS = 5000;
/**
 * Once each kind of server has given a candidate, those of other addresses of this machine get this long to
 * follow: each ms is one of the dial.
 */
const GRACE_MS = 30;

/** Where the machine has one address, nothing can follow. */
function graceMs(): number {
  const all = Object.values(networkInterfaces()).flatMap((addresses = []) => addresses);
  return all.filter(({ address }) => scopeOf(address) === 'unicast').length > 1 ? GRACE_MS : 0;
}

type Kind = 'srflx' | 'relay';

/**
 * Takes the offer and gathers. `iceServers` are what the peer was made with, to know what may be waited for.
 * @returns the answer's SDP with all candidates in it.
 * @throws Refused where libwebrtc does not take the offer, or it is none; `signal`'s reason where that
 * aborts.
 */
export async function answerOffer(
  peer: RTCPeerConnection,
  offer: { type: string; sdp: string },
  iceServers: RTCIceServer[],
  signal: AbortSignal,
): Promise<string> {
  if (!isOffer(offer)) throw refusedBecause('noOffer');
  const blame = (thrown: unknown) => {
    signal.throwIfAborted();
    throw toRefused(thrown, offer.sdp);
  };
  const usable = withUsableCandidates(withoutUnofferedPayloads(offer.sdp), 'libwebrtc');
  const schedule = scheduleFor(usable);
  const sdp = schedule?.sdp ?? usable;
  await peer.setRemoteDescription({ type: 'offer', sdp }).catch(blame);
  const gathered = gathering(peer, wantedKinds(iceServers), signal);
  const answered = peer
    .createAnswer()
    .then((answer) => peer.setLocalDescription(schedule ? withClientFirst(answer) : answer));
  await Promise.all([answered.catch(blame), gathered]);
  signal.throwIfAborted();
  const answer = peer.localDescription?.sdp;
  if (!answer) throw new Error('libwebrtc made no answer.');
  if (schedule) giveCandidates(peer, schedule.steps);
  return withoutLoopback(answer);
}

/**
 * The client begins DTLS (RFC 5763 §5): through a relay its check is answered before ours, by the time that
 * the permission takes.
 */
function withClientFirst({ type, sdp }: RTCSessionDescriptionInit): RTCSessionDescriptionInit {
  return { type, sdp: sdp?.replaceAll('a=setup:active', 'a=setup:passive') };
}

/**
 * A server that does not answer holds libwebrtc's gathering up for 9.5 s and more, and the client would wait
 * with it. So gathering also counts as done a moment after every kind of candidate that was asked for has
 * come.
 */
function gathering(peer: RTCPeerConnection, wanted: Set<Kind>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timers = [setTimeout(() => done(), GATHER_LIMIT_MS)];
    const done = () => {
      for (const timer of timers) clearTimeout(timer);
      signal.removeEventListener('abort', done);
      peer.onicecandidate = null;
      peer.onicegatheringstatechange = null;
      resolve();
    };
    peer.onicegatheringstatechange = () => {
      if (peer.iceGatheringState === 'complete') done();
    };
    peer.onicecandidate = ({ candidate }) => {
      const kind = candidate?.candidate.match(/ typ (srflx|relay)/)?.[1];
      if (kind && wanted.delete(kind as Kind) && wanted.size === 0) timers.push(setTimeout(done, graceMs()));
    };
    signal.addEventListener('abort', done);
    if (signal.aborted) done();
  });
}

function wantedKinds(iceServers: RTCIceServer[]): Set<Kind> {
  const urls = iceServers.flatMap((server) => server.urls);
  const kinds = new Set<Kind>();
  if (urls.some((url) => /^stuns?:/.test(url))) kinds.add('srflx');
  if (urls.some((url) => /^turns?:/.test(url))) kinds.add('relay');
  return kinds;
}

const LOOPBACK_CANDIDATE = /^a=candidate:\S+ \d+ \S+ \d+ (127\.\S+|::1) .*\r\n/gm;

/**
 * This libwebrtc offers 127.0.0.1 and ::1, as no browser does: the far end would probe its own machine, and a
 * relay would be asked to reach into its own. They stay only where the machine has no other address.
 */
export function withoutLoopback(sdp: string): string {
  const stripped = sdp.replace(LOOPBACK_CANDIDATE, '');
  return stripped.includes('a=candidate:') ? stripped : sdp;
}
