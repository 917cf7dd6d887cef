/**
 * Certificates for one's own machine: a CA that this clone makes for itself, and leaves for given names and addresses.
 * They are kept in a directory only the owner can read; the CA's key never leaves it.
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
/** Apple refuses leaves of more than 825 days, and 398 where the root is a public one: https://support.apple.com/102028 */
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

async function readPair(dir: string, name: string): Promise<Pair | null> {
  try {
    const [cert, key] = await Promise.all([
      readFile(join(dir, `${name}.crt`), 'utf8'),
      readFile(join(dir, `${name}.key`), 'utf8'),
    ]);
    return { cert, key };
  } catch {
    return null;
  }
}

async function writePair(dir: string, name: string, pair: Pair): Promise<void> {
  await writeFile(join(dir, `${name}.key`), pair.key, { mode: 0o600 });
  await chmod(join(dir, `${name}.key`), 0o600);
  await writeFile(join(dir, `${name}.crt`), pair.cert, { mode: 0o600 });
}

/** A file half written or edited by hand is no certificate: it is made anew like one that ran out. */
function usable(pair: Pair, now: number, holds: (cert: X509Certificate) => boolean): boolean {
  try {
    const cert = new X509Certificate(pair.cert);
    return daysLeft(cert, now) > SPARE_DAYS && holds(cert);
  } catch {
    return false;
  }
}

async function cached(
  dir: string,
  name: string,
  now: number,
  holds: (cert: X509Certificate) => boolean,
  make: () => Promise<Pair>,
): Promise<Pair> {
  const found = await readPair(dir, name);
  if (found !== null && usable(found, now, holds)) return found;
  const made = await make();
  await writePair(dir, name, made);
  return made;
}

/**
 * A leaf for `hosts` (names and IP addresses), signed by the CA kept in `dir`; both are made when missing, about to run
 * out, or made out to other hosts. `name` tells leaves of one directory apart. `now`: Unix time in ms.
 */
export async function certificatesFor(
  hosts: readonly string[],
  dir: string,
  name = 'leaf',
  now: number = Date.now(),
): Promise<Certificates> {
  await mkdir(dir, { recursive: true, mode: 0o700 });
  await chmod(dir, 0o700);
  const ca = await cached(
    dir,
    'ca',
    now,
    (cert) => cert.ca,
    () => makeCa(now),
  );
  const authority = new X509Certificate(ca.cert);
  const fits = (cert: X509Certificate) => covers(cert, hosts) && cert.verify(authority.publicKey);
  const leaf = await cached(dir, name, now, fits, () => makeLeaf(hosts, ca, now));
  const files = {
    cert: join(dir, `${name}.crt`),
    key: join(dir, `${name}.key`),
    caCert: join(dir, 'ca.crt'),
  };
  return { ...leaf, caCert: ca.cert, files };
}
