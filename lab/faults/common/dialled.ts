/** Dials in turns, and what their medians say of each other. */

import { medianMs } from '../../../kit/figures/statistics';
import { inNetwork } from '../../dialling/browser';
import { type Dial, dial, type Way } from '../../dialling/dial';
import type { NetworkName } from '../../network/networks';
import type { Behaviour } from '../../services/faultProxy/behaviour';
import type { Figure } from './figure';
import type { Stage } from './stage';

/** One kind of dial among those that take turns; `faults` is how the fault proxy behaves while it lasts. */
type Turn = { way: Way; faults?: Partial<Behaviour> };

/** The turns alternate, so that a busy moment meets them all. @returns each turn's dials, in their order. */
export function dialInTurns(
  stage: Stage,
  name: NetworkName,
  turns: readonly Turn[],
  times: number,
): Promise<Dial[][]> {
  return inNetwork(stage, [name], async (browser) => {
    const dials: Dial[][] = turns.map(() => []);
    for (let i = 0; i < times; i++) {
      for (const [n, { way, faults }] of turns.entries()) {
        if (faults) await stage.faultProxy.behave(faults);
        const made = await dial(browser, way);
        dials[n]?.push(made);
        console.log(`${name}, ${way}: ${made.ms ?? made.error} ${made.route}`);
      }
    }
    return dials;
  });
}

/** One way's median as a share of the other's. A failed dial is no share of anything: a miss. */
export function ratio(what: string, own: readonly Dial[], rival: readonly Dial[], bar: number): Figure {
  const of = (dials: readonly Dial[]) => medianMs(dials.map(({ ms }) => ms));
  const [ours, theirs] = [of(own), of(rival)];
  const failed = own.filter(({ ok }) => !ok).length;
  const rivalFailed = rival.filter(({ ok }) => !ok).length;
  return {
    what,
    value: ours === null || theirs === null || failed > 0 ? null : ours / theirs,
    unit: '×',
    bar,
    note: `${ours} of ${theirs} ms (${own.map(({ ms }) => ms ?? 'failed').join(' ')}; the rival failed ${rivalFailed} times)`,
  };
}
