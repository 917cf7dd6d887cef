/** Against an aiortc worker, the hosted one's stack, and what decoys (protocol/decoys.ts) bring. */

import { medianMs } from '../../kit/figures/statistics';
import type { Dial } from '../dialling/dial';
import { argument } from '../report';
import { dialInTurns, ratio } from './common/dialled';
import type { Figure, SuiteResult } from './common/figure';
import type { Stage } from './common/stage';

const TIMES = 7;
/** What is within this of the other is no slower: the spread of a median of seven on a busy machine. */
const NO_SLOWER = 1.1;

/** ICE and DTLS over a relay at 80 ms round trip: what decoys are worth (docs/decisions, decoys). */
const CONNECTS_MS = 450;

const DECOYS = [
  { way: 'enh', faults: { stripDecoys: false } },
  { way: 'enh', faults: { stripDecoys: true } },
] as const;

/** `--times 7`. */
export async function aiortc(stage: Stage): Promise<SuiteResult> {
  const times = Number(argument('--times') ?? TIMES);
  const { worker } = stage.services;
  const turns = [{ way: 'sdk-split' }, { way: 'enh' }, { way: 'enh-cold' }] as const;
  try {
    await worker.start('aiortc');
    const [sdk = [], armed = [], cold = []] = await dialInTurns(stage, '443-only', turns, times);
    const [hosted = [], hostedBare = []] = await dialInTurns(stage, '443-only', DECOYS, times);
    await stage.faultProxy.reset();
    await worker.start('embedded');
    const [own = [], ownBare = []] = await dialInTurns(stage, '443-only', DECOYS, times);
    return {
      figures: [
        ratio('aiortc, 443 only: ENH armed, of the SDK', armed, sdk, 0.5),
        ratio('aiortc, 443 only: ENH cold, of the SDK', cold, sdk, 0.8),
        ratio('aiortc: with decoys, of without', hosted, hostedBare, 1),
        connects('aiortc: ICE and DTLS', hosted),
        ratio('libwebrtc: with decoys, of without', own, ownBare, NO_SLOWER),
      ],
      details: { sdk, armed, cold, hosted, hostedBare, own, ownBare },
    };
  } finally {
    await stage.faultProxy.reset();
    await worker.start('embedded');
  }
}

/** From the worker's answer until the connection stands; a dial that failed is a miss. */
function connects(what: string, dials: readonly Dial[]): Figure {
  const each = dials.map(({ marks }) => (marks.connected ?? Number.NaN) - (marks.answer ?? Number.NaN));
  const value = dials.some(({ ok }) => !ok) ? null : medianMs(each);
  return { what, value, unit: 'ms', bar: CONNECTS_MS, note: each.map((ms) => Math.round(ms)).join(' ') };
}
