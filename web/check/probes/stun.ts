/** Whether UDP gets out, and how the NAT maps it: STUN servers, each by a peer of its own, and all by one. */
import { mapsAlike } from '../../session/dial/mapping';
import { childScope, pause, type Scope } from '../../time/scope';
import type { StunFound } from '../evidence';
import { type CreatePeer, type Gathering, NOTHING_SEEN, probePeer, watchGathering } from './gather';

/** Two retransmissions (RFC 8489 §6.2.1: 0.5 s, 1 s) on a path of 400 ms; who is silent by then stays so. */
const SILENT_MS = 2_500;
/** Once each server has answered its own peer, the answers to the common one are under way. */
const COMMON_MS = 400;

/**
 * @param urls `stun:` addresses. A single peer reports one candidate for all servers that saw the same
 * (webex-js-sdk#4334), so who answers is asked one by one, and whether they saw the same together.
 */
export async function askStun(
  urls: readonly string[],
  create: CreatePeer,
  parent: Scope,
): Promise<Omit<StunFound, 'unset'>> {
  const scope = childScope(parent);
  const common: Gathering = { ...NOTHING_SEEN };
  try {
    const together = follow(create, urls, common, scope);
    const answers = await Promise.all(urls.map((url) => isAnswered(create, url, scope)));
    const answered = answers.filter(Boolean).length;
    if (answered > 1) await pause(COMMON_MS, scope);
    else if (urls.length === 0) await together;
    return { asked: urls.length, answered, ...readCommon(common, answered) };
  } finally {
    scope.end();
  }
}

function readCommon(
  { candidates }: Gathering,
  answered: number,
): Omit<StunFound, 'asked' | 'answered' | 'unset'> {
  const reflexive = candidates.filter(({ type }) => type === 'srflx');
  const isV6 = ({ address }: RTCIceCandidate) => address?.includes(':') === true;
  return {
    alike: answered > 1 ? mapsAlike(reflexive) : null,
    v4: reflexive.some((one) => !isV6(one)),
    v6: reflexive.some(isV6),
    interfaces: candidates.length > 0,
  };
}

function isAnswered(create: CreatePeer, url: string, scope: Scope): Promise<boolean> {
  return gather(create, [url], isAnswer, { ms: SILENT_MS, late: false }, scope);
}

/**
 * Without a NAT a browser has nothing reflexive to tell, and is done as soon as the answer is there: a server
 * that does not answer keeps it waiting for ten seconds and more. Of several interfaces, some may have no way
 * to the server at all: each of those is an error.
 */
function isAnswer({ candidates, errors, complete }: Gathering): boolean | null {
  if (candidates.some(({ type }) => type === 'srflx')) return true;
  const sockets = candidates.filter(({ protocol }) => protocol !== 'tcp').length;
  return complete ? sockets > errors.length : null;
}

/** Copies what is seen, as it comes, until there is no more. */
function follow(
  create: CreatePeer,
  urls: readonly string[],
  into: Gathering,
  scope: Scope,
): Promise<boolean> {
  const copy = (seen: Gathering) => {
    Object.assign(into, seen);
    return seen.complete ? true : null;
  };
  return gather(create, urls, copy, { ms: SILENT_MS + COMMON_MS, late: true }, scope);
}

async function gather(
  create: CreatePeer,
  urls: readonly string[],
  judge: (seen: Gathering) => boolean | null,
  limit: { ms: number; late: boolean },
  scope: Scope,
): Promise<boolean> {
  try {
    const pc = probePeer(create, { iceServers: urls.map((url) => ({ urls: url })) }, scope);
    // Firefox takes no address at a port that it blocks (web/platform/openPeer.ts): then nobody is asked.
    if (urls.length > 0 && pc.getConfiguration().iceServers?.length === 0) return false;
    const judged = watchGathering(pc, judge, limit, scope);
    pc.createDataChannel('check');
    await pc.setLocalDescription(await pc.createOffer());
    return await judged;
  } catch {
    // The browser takes none of these addresses: nobody was asked, and nobody answered.
    return false;
  }
}
