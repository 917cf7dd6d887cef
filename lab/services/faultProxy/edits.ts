/** What the fault proxy changes in what passes it: pure, so that it can be tested without a lab. */
import { loginFor } from '../../../kit/process/coturnConfig';
import * as decoys from '../../../protocol/decoys';

type Server = { urls: string[]; username?: string; credential?: string };
type TurnAnswer = { iceServers: Server[]; expiresInSeconds?: number };

export function shortLived(
  answer: TurnAnswer,
  ttlSeconds: number,
  secret: string,
  nowMs: number,
): TurnAnswer {
  const login = loginFor(secret, ttlSeconds, 'short', nowMs);
  const sign = (server: Server): Server =>
    server.credential === undefined ? server : { ...server, ...login };
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

/** An offer's body without its decoys. */
export function withoutDecoys(body: string): string {
  const asked = JSON.parse(body) as { offer: { sdp: string } };
  const sdp = decoys.withoutDecoys(asked.offer.sdp);
  return JSON.stringify({ ...asked, offer: { ...asked.offer, sdp } });
}
