/** Against an aiortc worker, the hosted one's stack, and what decoys (web/session/dial/decoys.ts) bring. */
import { argument } from '../report';
import { dialInTurns, ratio } from './common/dialled';
import type { SuiteResult } from './common/figure';
import type { Stage } from './common/stage';

const TIMES = 7;
/** What is within this of the other is no slower: the spread of a median of seven on a busy machine. */
const NO_SLOWER = 1.1;

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
        ratio('libwebrtc: with decoys, of without', own, ownBare, NO_SLOWER),
      ],
      details: { sdk, armed, cold, hosted, hostedBare, own, ownBare },
    };
  } finally {
    await stage.faultProxy.reset();
    await worker.start('embedded');
  }
}
