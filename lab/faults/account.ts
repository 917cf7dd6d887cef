/** ENH with Roboflow's key alone, where UDP is blocked: the account's own relay, over TLS on 443. */
import { inNetwork } from '../dialling/browser';
import { type Dial, dial } from '../dialling/dial';
import { ACCOUNT_ORIGIN } from '../network/addresses';
import { NETWORKS, type NetworkName } from '../network/networks';
import { SHAPES, type Shape, startAccount } from '../services/account/account';
import type { SuiteResult } from './common/figure';
import type { Stage } from './common/stage';

type Try = { network: NetworkName; shape: Shape; dial: Dial };

const WHERE = ['udp-blocked', '443-inspected'] as const;
const TLS_443 = /^relay · TLS 443\b/;
/** Where both pass, libwebrtc takes plain TCP for the better one (RelayPreference, p2p/base/port.cc). */
const EITHER_443 = /^relay · (TLS|TCP) 443\b/;
const dueOf = ({ network, shape }: Pick<Try, 'network' | 'shape'>) =>
  shape === 'tcp' && !NETWORKS[network].inspected ? EITHER_443 : TLS_443;

export async function account(stage: Stage): Promise<SuiteResult> {
  const deployment = await startAccount(stage.services);
  const tries: Try[] = [];
  try {
    for (const network of WHERE)
      await inNetwork(stage, [network], async (browser) => {
        for (const shape of SHAPES) {
          await deployment.answerAs(shape);
          const made = await dial(browser, 'enh', ACCOUNT_ORIGIN);
          tries.push({ network, shape, dial: made });
          console.log(`${NETWORKS[network].title}, ${shape}: ${made.words ?? made.error} (${made.ms} ms)`);
        }
      });
  } finally {
    await deployment.stop();
  }
  const others = tries.filter((one) => !dueOf(one).test(one.dial.words ?? ''));
  const note = others
    .map(({ network, shape, dial: { words, error } }) => `${network}, ${shape}: ${words ?? error}`)
    .join('; ');
  return {
    figures: [
      {
        ...{ what: 'dials by the account’s relay that do not say relay · TLS 443', value: others.length },
        ...{ unit: `of ${tries.length}`, bar: 0, note },
      },
    ],
    details: tries,
  };
}
