/** Against the SDK, against TLS alone, and how soon a blocked direct path is told and mended. */

import { medianMs } from '../../kit/figures/statistics';
import type { NetworkName } from '../network/networks';
import { argument, choice } from '../report';
import { dialInTurns, ratio } from './common/dialled';
import type { Figure, SuiteResult } from './common/figure';
import { lossyRoundTrip } from './common/roundTrip';
import type { Stage } from './common/stage';

const TIMES = 7;
const TOLD_BAR_MS = 4000;
const RESCUE_BAR_MS = 2000;
const BLOCKED: readonly NetworkName[] = ['symmetric', 'lossy-cellular', 'slow-cellular'];

async function blocked(stage: Stage, name: NetworkName, times: number) {
  const [dials = []] = await dialInTurns(stage, name, [{ way: 'off' }], times);
  const figures: Figure[] = [
    {
      what: `${name}: told, after the answer`,
      value: medianMs(dials.map(({ toldMs }) => toldMs)),
      unit: 'ms',
      bar: TOLD_BAR_MS,
      note: dials.map(({ toldMs }) => toldMs ?? 'not told').join(' '),
    },
    {
      what: `${name}: boxes, after the tap`,
      value: dials.some(({ rescueMs }) => rescueMs === null)
        ? null
        : medianMs(dials.map(({ rescueMs }) => rescueMs)),
      unit: 'ms',
      bar: RESCUE_BAR_MS,
      note: dials.map(({ rescueMs }) => rescueMs ?? 'none').join(' '),
    },
  ];
  return { figures, dials };
}

/** `--times 7`, `--parts dial,blocked,rtt`. */
export async function speed(stage: Stage): Promise<SuiteResult> {
  const times = Number(argument('--times') ?? TIMES);
  const parts = choice('--parts', ['dial', 'blocked', 'rtt']);
  const figures: Figure[] = [];
  const details: Record<string, unknown> = {};
  if (parts.includes('dial')) {
    const turns = [{ way: 'sdk-split' }, { way: 'enh' }, { way: 'enh-cold' }] as const;
    const [sdk = [], armed = [], cold = []] = await dialInTurns(stage, '443-only', turns, times);
    figures.push(
      ratio('443 only: ENH armed, of the SDK', armed, sdk, 0.6),
      ratio('443 only: ENH cold, of the SDK', cold, sdk, 0.95),
    );
    details.dials = { sdk, armed, cold };
  }
  for (const name of parts.includes('blocked') ? BLOCKED : []) {
    const made = await blocked(stage, name, Math.min(times, 5));
    figures.push(...made.figures);
    details[name] = made.dials;
  }
  if (parts.includes('rtt')) {
    const heard = await lossyRoundTrip(stage);
    figures.push(...heard.figures);
    details.listened = heard.details;
  }
  return { figures, details };
}
