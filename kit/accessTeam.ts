/**
 * Stands in for a team of Cloudflare Access: its keys as `/cdn-cgi/access/certs` gives them, and tokens
 * signed by them
 * (developers.cloudflare.com/cloudflare-one/access-controls/applications/http-apps/authorization-cookie/application-token).
 */
import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';

export const TEAM = 'sightline-test.cloudflareaccess.com';
export const AUD = '4714c1358e65fe4b408ad6d432a5f878f08194bdb4752441fd56faefa9b2b6f2';
export const TOKEN_HEADER = 'Cf-Access-Jwt-Assertion';

type Key = { kid: string; secret: KeyObject; jwk: Record<string, unknown> };
type Claims = Record<string, unknown>;
type Forgery = { header?: Record<string, unknown>; key?: Key };

export type AccessTeam = {
  /** What the certs address answers: the current key, and the one before. */
  certs(): { keys: Record<string, unknown>[] };
  /** The next key takes over; the one before the last is gone. */
  rotate(): void;
  /** A token of a person for a minute, but for what is said otherwise; undefined takes a claim away. */
  token(claims?: Claims, forgery?: Forgery): string;
};

export function accessTeam(): AccessTeam {
  let current = newKey();
  let before: Key | null = null;
  return {
    certs: () => ({ keys: [current, before].flatMap((key) => (key ? [key.jwk] : [])) }),
    rotate: () => {
      before = current;
      current = newKey();
    },
    token: (claims = {}, { header = {}, key = current } = {}) => {
      const nowS = Math.floor(Date.now() / 1000);
      const person = {
        aud: [AUD],
        email: 'user@example.com',
        exp: nowS + 60,
        iat: nowS,
        nbf: nowS,
        iss: `https://${TEAM}`,
        type: 'app',
        identity_nonce: '6ei69kawdKzMIAPF',
        sub: '7335d417-61da-459d-899c-0a01c76a2f94',
        country: 'US',
      };
      const parts = [
        { alg: 'RS256', kid: key.kid, typ: 'JWT', ...header },
        { ...person, ...claims },
      ];
      const text = parts.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
      return `${text}.${sign('sha256', Buffer.from(text), key.secret).toString('base64url')}`;
    },
  };
}

/** A pair that no team has published. */
export function newKey(): Key {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const kid = randomBytes(32).toString('hex');
  return {
    kid,
    secret: privateKey,
    jwk: { kid, alg: 'RS256', use: 'sig', ...publicKey.export({ format: 'jwk' }) },
  };
}
