/** What the fault proxy changes in what passes it: pure, so that it can be tested without a lab. */
import { createHmac } from 'node:crypto';

type Server = { urls: string[]; username?: string; credential?: string };
type TurnAnswer = { iceServers: Server[]; expiresInSeconds?: number };

/** coturn's `use-auth-secret` (draft-uberti-behave-turn-rest-00): the name begins with its last second. */
export function shortLived(
  answer: TurnAnswer,
  ttlSeconds: number,
  secret: string,
  nowMs: number,
): TurnAnswer {
  const endsAt = Math.floor(nowMs / 1000) + ttlSeconds;
  const sign = (server: Server): Server => {
    if (server.credential === undefined) return server;
    const username = `${endsAt}:short`;
    return { ...server, username, credential: createHmac('sha1', secret).update(username).digest('base64') };
  };
  return { iceServers: answer.iceServers.map(sign), expiresInSeconds: ttlSeconds };
}

/** Leaves the relay's TLS address alone: what a page without the choice between UDP and TLS would have. */
export function tlsOnly(answer: TurnAnswer): TurnAnswer {
  const iceServers = answer.iceServers
    .map((server) => ({ ...server, urls: server.urls.filter((url) => url.startsWith('turns:')) }))
    .filter(({ urls }) => urls.length > 0);
  return { ...answer, iceServers };
}

/** A relay that takes none of these passes. */
export function wrongPass(answer: TurnAnswer): TurnAnswer {
  const change = (server: Server) =>
    server.credential === undefined ? server : { ...server, credential: 'no' };
  return { ...answer, iceServers: answer.iceServers.map(change) };
}

/** The relay by another name than its certificate's. */
export function renamed(answer: TurnAnswer, name: string, host: string): TurnAnswer {
  const change = (server: Server) => ({ ...server, urls: server.urls.map((url) => url.replace(name, host)) });
  return { ...answer, iceServers: answer.iceServers.map(change) };
}

/** A deployment without ENH. */
export function withoutRelay(config: Record<string, unknown>): Record<string, unknown> {
  return { ...config, enhanced: { available: false, reason: 'By the lab.' } };
}

/** An offer's body without the candidates at port 9 (web/session/dial/sdp/decoys.ts). */
export function withoutDecoys(body: string): string {
  const asked = JSON.parse(body) as { offer: { sdp: string } };
  const sdp = asked.offer.sdp.replaceAll(/^a=candidate:\S+ \d+ udp \d+ \S+ 9 typ host.*\r\n/gm, '');
  return JSON.stringify({ ...asked, offer: { ...asked.offer, sdp } });
}
