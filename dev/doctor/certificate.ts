/** The certificate that a host shows: whose it is, and how many days it has left. */
import { isIP } from 'node:net';
import { connect, type TLSSocket } from 'node:tls';
import { failureWords } from '../turn/words';
import { type Finding, fail, note, ok } from './finding';

const DEADLINE_MS = 8_000;
const DAY_MS = 86_400_000;
/** Let's Encrypt renews 30 days before the end: one with less than this was not renewed. */
const SOON_DAYS = 14;

/** `reason`: why it is not taken (Node's code), null where it is. `daysLeft` below 0: it has expired. */
type Shown = { reason: string | null; daysLeft: number | null };

/** @throws an Error with a system's `code` where nobody speaks TLS there, 'timeout' where nobody answers. */
async function certificateAt(host: string, port: number): Promise<Shown> {
  const server = isIP(host) ? {} : { servername: host };
  // Looked at, not trusted: nothing is sent over it.
  const socket = connect({ host, port, ...server, rejectUnauthorized: false });
  try {
    await secured(socket);
    const { valid_to: end } = socket.getPeerCertificate();
    const endsMs = Date.parse(end ?? '');
    const daysLeft = Number.isNaN(endsMs) ? null : Math.floor((endsMs - Date.now()) / DAY_MS);
    return { reason: socket.authorized ? null : reasonOf(socket.authorizationError), daysLeft };
  } finally {
    socket.destroy();
  }
}

function secured(socket: TLSSocket): Promise<void> {
  return new Promise((done, fail) => {
    const late = () => fail(Object.assign(new Error('late'), { code: 'timeout' }));
    const timer = setTimeout(late, DEADLINE_MS);
    const settle = (then: () => void) => {
      clearTimeout(timer);
      then();
    };
    socket.once('secureConnect', () => settle(done));
    socket.once('error', (error) => settle(() => fail(error)));
  });
}

/** Node gives a code, or for a name that does not fit an Error with one. */
function reasonOf(error: unknown): string {
  if (typeof error === 'string') return error;
  const { code } = Object(error) as { code?: unknown };
  return typeof code === 'string' ? code : 'unknown';
}

const REMEDY =
  'Put a certificate there that browsers trust and that is made out to this name, and let it be renewed by itself (certbot, or the host’s own).';

/** @param what `host:port`, for the report. */
export async function checkCertificate(host: string, port: number): Promise<Finding> {
  const what = `${host}:${port}`;
  try {
    const { reason, daysLeft } = await certificateAt(host, port);
    const facts = { daysLeft, reason };
    if (reason !== null)
      return fail('certificate', `${failureWords('tls', reason)}.`, REMEDY, { what, facts });
    const left = `good for ${daysLeft ?? 'an unknown number of'} days.`;
    return daysLeft !== null && daysLeft < SOON_DAYS
      ? note('certificate', left, 'Renew it, and see why that does not happen by itself.', { what, facts })
      : ok('certificate', left, { what, facts });
  } catch (thrown) {
    const reason = reasonOf(thrown);
    return fail(
      'certificate',
      `${failureWords('tls', reason)}.`,
      'See that the server runs, and speaks TLS.',
      {
        ...{ what, facts: { daysLeft: null, reason } },
      },
    );
  }
}
