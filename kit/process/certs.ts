/**
 * Certificates for one's own machine: a CA that this clone makes for itself, and leaves for given names and
 * addresses. They are kept in a directory only the owner can read; the CA's key never leaves it.
 */
import { X509Certificate } from 'node:crypto';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import { join } from 'node:path';
import { generate } from 'selfsigned';

/** PEM texts. `caCert` is what a browser or a client must trust for `cert` to pass. */
export type Certificates = { cert: string; key: string; caCert: string; files: CertificateFiles };
export type CertificateFiles = { cert: string; key: string; caCert: string };

type Pair = { cert: string; key: string };

const DAY_MS = 24 * 3600 * 1000;
const CA_DAYS = 730;
/** Apple takes 825 days at most, 398 where the root is a public one: https://support.apple.com/102028 */
const LEAF_DAYS = 365;
/** A pair with less than this left is made anew, so that none runs out in the middle of a session. */
const SPARE_DAYS = 7;

/** Clocks of phones are off by minutes, and a certificate from the future is refused. */
function validity(days: number, now: number) {
  return { notBeforeDate: new Date(now - DAY_MS), notAfterDate: new Date(now + days * DAY_MS) };
}

async function makeCa(now: number): Promise<Pair> {
  const name = `Sightline local CA ${new Date(now).toISOString().slice(0, 10)}`;
  const made = await generate([{ name: 'commonName', value: name }], {
    keyType: 'ec',
    algorithm: 'sha256',
    ...validity(CA_DAYS, now),
    extensions: [
      { name: 'basicConstraints', cA: true, pathLenConstraint: 0, critical: true },
      { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    ],
  });
  return { cert: made.cert, key: made.private };
}

async function makeLeaf(hosts: readonly string[], ca: Pair, now: number): Promise<Pair> {
  const altNames = hosts.map((host) =>
    isIP(host) ? { type: 7 as const, ip: host } : { type: 2 as const, value: host },
  );
  const made = await generate([{ name: 'commonName', value: hosts[0] ?? 'localhost' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    ...validity(LEAF_DAYS, now),
    ca,
    extensions: [
      { name: 'basicConstraints', cA: false, critical: true },
      { name: 'keyUsage', digitalSignature: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      { name: 'subjectAltName', altNames },
    ],
  });
  return { cert: made.cert, key: made.private };
}

function daysLeft(cert: X509Certificate, now: number): number {
  return (Date.parse(cert.validTo) - now) / DAY_MS;
}

function covers(cert: X509Certificate, hosts: readonly string[]): boolean {
  return hosts.every(
    (host) => (isIP(host) ? cert.checkIP(host) : cert.checkHost(host, { subject: 'never' })) !== undefined,
  );
}

type Holds = (cert: X509Certificate) => boolean;

/** A file half written or edited by hand is no certificate: it is made anew like one that ran out. */
async function readUsable(cert: string, key: string, now: number, holds: Holds): Promise<Pair | null> {
  try {
    const pair = { cert: await readFile(cert, 'utf8'), key: await readFile(key, 'utf8') };
    const made = new X509Certificate(pair.cert);
    return daysLeft(made, now) > SPARE_DAYS && holds(made) ? pair : null;
  } catch {
    return null;
  }
}

async function cached(path: string, now: number, holds: Holds, make: () => Promise<Pair>): Promise<Pair> {
  const [cert, key] = [`${path}.crt`, `${path}.key`];
  const found = await readUsable(cert, key, now, holds);
  if (found !== null) return found;
  const made = await make();
  await writeFile(key, made.key, { mode: 0o600 });
  await chmod(key, 0o600);
  await writeFile(cert, made.cert, { mode: 0o600 });
  return made;
}

/**
 * A leaf for `hosts` (names and IP addresses), signed by the CA kept in `dir`; both are made when missing,
 * about to run out, or made out to other hosts. `name` tells leaves of one directory apart. `now`: Unix time
 * in ms.
 */
export async function certificatesFor(
  hosts: readonly string[],
  dir: string,
  name = 'leaf',
  now: number = Date.now(),
): Promise<Certificates> {
  await mkdir(dir, { recursive: true, mode: 0o700 });
  await chmod(dir, 0o700);
  const isCa = (cert: X509Certificate) => cert.ca;
  const ca = await cached(join(dir, 'ca'), now, isCa, () => makeCa(now));
  const authority = new X509Certificate(ca.cert);
  const fits = (cert: X509Certificate) => covers(cert, hosts) && cert.verify(authority.publicKey);
  const leaf = await cached(join(dir, name), now, fits, () => makeLeaf(hosts, ca, now));
  const files = {
    cert: join(dir, `${name}.crt`),
    key: join(dir, `${name}.key`),
    caCert: join(dir, 'ca.crt'),
  };
  return { ...leaf, caCert: ca.cert, files };
}
