/** What the page's connection check is held against: each network, and each fault, with the verdict due. */
import type { VerdictName } from '../../../web/check/verdict';
import { HOSTS } from '../../network/addresses';
import type { Site } from '../../network/lab';
import { NETWORK_NAMES, NETWORKS, type NetworkName } from '../../network/networks';
import type { Behaviour } from '../../services/faultProxy/behaviour';
import type { Stage } from '../common/stage';

const HOUR_MS = 3_600_000;
const LOSSY = { delayMs: 40, loss: 0.3 };
const CUT_AFTER_MS = 4_000;

export type Case = {
  network: NetworkName;
  what: string;
  expected: VerdictName;
  behave?: Partial<Behaviour>;
  /** Once the page is there, before the run that counts. @returns what makes it good again. */
  break?: (stage: Stage, site: Site) => Promise<() => Promise<unknown>>;
  /** The person's tap that asks the worker. */
  worker?: boolean;
  clockOffMs?: number;
};
const stopped = async ({ services: { relay } }: Stage) => {
  await relay.stop();
  return () => relay.start();
};
const workerStopped = async ({ services: { worker } }: Stage) => {
  await worker.stop();
  return () => worker.start();
};
const workerCold = async ({ services: { worker } }: Stage) => {
  await worker.start({ coldStartMs: 45_000 });
  return () => worker.start('embedded');
};
const certificateExpired = async ({ services: { relay } }: Stage) => {
  await relay.start('expired');
  return () => relay.start();
};
const tlsCut = async (_stage: Stage, { access: { wire } }: Site) => {
  await wire.cutTls({ host: HOSTS.relay, afterMs: CUT_AFTER_MS });
  return () => wire.cutTls(null);
};
const lossy = async (_stage: Stage, { access: { wire } }: Site) => {
  await wire.set({ up: LOSSY });
  return async () => {};
};

/** Each network with ENH and without. */
export const PLAIN: Case[] = NETWORK_NAMES.flatMap((network): Case[] => {
  const { direct } = NETWORKS[network];
  return [
    { network, what: 'ENH offered', expected: direct ? 'direct_works' : 'use_enh' },
    {
      ...{ network, what: 'no ENH', behave: { noRelay: true } },
      expected: direct ? 'direct_works' : 'turn_down',
    },
  ];
});

export const FAULTS: Case[] = [
  { network: 'open', what: 'relay down', break: stopped, expected: 'direct_works' },
  { network: 'symmetric', what: 'relay down', break: stopped, expected: 'turn_down' },
  { network: '443-only', what: 'relay down', break: stopped, expected: 'turn_down' },
  { network: 'symmetric', what: 'bad credentials', behave: { wrongPass: true }, expected: 'turn_refused' },
  {
    network: '443-inspected',
    what: 'bad credentials',
    behave: { wrongPass: true },
    expected: 'turn_refused',
  },
  {
    network: '443-only',
    what: 'certificate of another name',
    behave: { wrongName: true, tlsOnly: true },
    expected: 'certificate',
  },
  {
    network: '443-inspected',
    what: 'certificate of another name',
    behave: { wrongName: true },
    expected: 'certificate',
  },
  {
    network: '443-only',
    what: 'expired certificate',
    behave: { tlsOnly: true },
    break: certificateExpired,
    expected: 'certificate',
  },
  {
    network: '443-inspected',
    what: 'expired certificate',
    break: certificateExpired,
    expected: 'certificate',
  },
  // The plain TCP that a firewall without an inspector lets out is not cut.
  { network: '443-only', what: 'TLS cut after 4 s', break: tlsCut, expected: 'use_enh' },
  { network: '443-inspected', what: 'TLS cut after 4 s', break: tlsCut, expected: 'turn_down' },
  { network: 'cone', what: 'worker down', break: workerStopped, worker: true, expected: 'worker_down' },
  {
    network: 'symmetric',
    what: 'worker waking for 45 s',
    break: workerCold,
    worker: true,
    expected: 'worker_waking',
  },
  { network: 'open', what: 'worker asked', worker: true, expected: 'direct_works' },
  { network: '443-only', what: 'worker asked', worker: true, expected: 'use_enh' },
  { network: 'cone', what: 'proxy down', behave: { failWith: 503 }, expected: 'proxy_down' },
  { network: 'cone', what: 'captive portal', behave: { portal: true }, expected: 'captive_portal' },
  { network: 'symmetric', what: 'clock an hour off', clockOffMs: -HOUR_MS, expected: 'use_enh' },
  {
    network: 'symmetric',
    what: 'clock an hour off, pass refused',
    clockOffMs: -HOUR_MS,
    behave: { wrongPass: true },
    expected: 'clock',
  },
  { network: 'symmetric', what: '30 % of packets lost', break: lossy, expected: 'lossy' },
];

/** What `npm test` has the time for: each kind of verdict once, the quick ones. */
export const SIX: Case[] = (
  [
    ['open', 'ENH offered'],
    ['cone', 'proxy down'],
    ['symmetric', 'bad credentials'],
    ['udp-blocked', 'ENH offered'],
    ['443-only', 'relay down'],
    ['443-inspected', 'certificate of another name'],
  ] as const
).map(([network, what]) => pair(network, what));

/** @throws RangeError for a pair that is not in the tables. */
function pair(network: NetworkName, what: string): Case {
  const found = [...PLAIN, ...FAULTS].find((one) => one.network === network && one.what === what);
  if (found) return found;
  throw new RangeError(`The check is held against no "${what}" on ${network}.`);
}
