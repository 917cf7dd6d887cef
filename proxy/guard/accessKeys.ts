import type { HonoJsonWebKey } from 'hono/utils/jwt/jws';
import * as v from 'valibot';
import type { Asking } from '../context';
import { ApiError } from '../errors';
import { call } from '../http/upstream';

/**
 * The keys turn over every six weeks, and the one before is good for a week more (developers.cloudflare.com,
 * "Validate JWTs").
 */
const FRESH_MS = 3_600_000;
/** While Cloudflare does not answer, old ones do. */
const STALE_MS = 86_400_000;
/** A key id that is not known may be a new one; made-up ones shall not become as many calls. */
const ASK_AGAIN_MS = 15_000;

const certs = v.object({
  keys: v.array(v.looseObject({ kid: v.string(), kty: v.literal('RSA'), n: v.string(), e: v.string() })),
});
type Held = { team: string; keys: HonoJsonWebKey[]; askedAtMs: number };

export type AccessKeys = {
  /** The team's key of that id, or undefined where it has none.
   * @throws ApiError `access_unavailable` */
  find(team: string, kid: string, asking: Asking): Promise<HonoJsonWebKey | undefined>;
};

/**
 * Of one isolate. Keys are held and never a promise of them: workerd lets no request wait for what another
 * one began.
 */
export function accessKeys(now: () => number): AccessKeys {
  let held: Held | null = null;
  const ageMs = () => (held ? now() - held.askedAtMs : Number.POSITIVE_INFINITY);
  const ask = async (team: string, asking: Asking): Promise<Held> => {
    held = { team, keys: await fetchKeys(team, asking), askedAtMs: now() };
    return held;
  };
  return {
    async find(team, kid, asking) {
      if (held?.team !== team) held = null;
      const known = held?.keys.find((key) => key.kid === kid);
      if (ageMs() < (known ? FRESH_MS : ASK_AGAIN_MS)) return known;
      try {
        return (await ask(team, asking)).keys.find((key) => key.kid === kid);
      } catch (thrown) {
        if (known && ageMs() < STALE_MS) return known;
        throw thrown;
      }
    },
  };
}

async function fetchKeys(team: string, asking: Asking): Promise<HonoJsonWebKey[]> {
  const url = `https://${team}/cdn-cgi/access/certs`;
  const reply = await call(
    url,
    {},
    {
      ...asking,
      deadlineMs: asking.deps.deadlines.keysMs,
      codes: { timeout: 'access_unavailable', unreachable: 'access_unavailable' },
    },
  );
  const parsed = v.safeParse(certs, reply.body);
  if (reply.status !== 200 || !parsed.success) throw new ApiError('access_unavailable');
  return parsed.output.keys;
}
