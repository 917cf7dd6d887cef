/** What a relay's refusal means, in words. RFC 8656 §19, RFC 8489 §14.8; TLS codes as Node names them. */
import type { Stage } from './channel';

const WORDS: Record<string, string> = {
  bad_url: 'this is no stun:, turn: or turns: URL',
  dtls: 'TURN over DTLS is not probed; browsers do not use it either',
  bad_port: 'browsers refuse to fetch from this port',
  ENOTFOUND: 'the name does not exist; check the spelling',
  EAI_AGAIN: 'no name server answered; is this machine online?',
  ECONNREFUSED: 'nothing listens on this port',
  ECONNRESET: 'the connection was cut; a firewall may dislike it',
  ENETUNREACH: 'this machine has no route there',
  EHOSTUNREACH: 'this machine has no route there',
  closed: 'the connection was closed without an answer; a firewall may dislike it',
  not_stun: 'something answers there, but it is no TURN server',
  bad_answer: 'the answer makes no sense',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is made out to another name',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate is not trusted by this machine',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is not trusted by this machine',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate is not trusted by this machine',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'its certificate is not trusted by this machine',
  ERR_SSL_WRONG_VERSION_NUMBER: 'this port does not speak TLS',
  '400': 'it calls the request malformed',
  '401': 'it refuses the credentials; check the keys and the clock of this machine',
  '403': 'it forbids this',
  '437': 'the allocation is gone',
  '438': 'it keeps calling the nonce stale',
  '440': 'it has no addresses of this family',
  '441': 'it takes the credentials for those of someone else',
  '442': 'it does not relay UDP',
  '443': 'the peer is of another address family',
  '486': 'its quota of allocations is used up; wait or raise it',
  '500': 'it had an error of its own',
  '508': 'it has no free relay port left',
};

const TIMEOUTS: Record<Stage, string> = {
  dns: 'no name server answered in time',
  connect: 'no answer; a firewall may drop this port',
  tls: 'the TLS handshake got no answer; a firewall may look inside',
  allocate: 'no answer to the request; a firewall may drop it',
};

export function failureWords(stage: Stage, reason: string): string {
  if (reason === 'timeout' || reason === 'ETIMEDOUT') return TIMEOUTS[stage];
  return WORDS[reason] ?? `it failed (${reason})`;
}
