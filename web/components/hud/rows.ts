/** The figures of a live session in words, as the screen and the copied text say them. */

import type { useToolWords } from '../../hooks/tools/useToolWords';
import type { Figures } from '../../hud/figures';
import type { Reading } from '../../hud/sampler';
import type { Traffic } from '../../session/meter';
import { costOf, type ListPrice } from '../../session/price';
import type { Words } from '../../words/languages';
import { numbers } from '../../words/numbers';
import { bytesText } from '../status/bytesText';
import { dollars } from '../status/dollars';
import { routeText } from '../status/routeText';

type HudWords = ReturnType<typeof useToolWords>['hud'];
type Name = Exclude<keyof HudWords, 'title' | 'copy' | 'copied' | 'notCopied' | `unit${string}`>;
export type Row = {
  name: Name;
  label: string;
  value: string;
  trace?: Reading['traces'][keyof Reading['traces']];
};

const UNKNOWN = '–';
const whole = numbers({ maximumFractionDigits: 0, useGrouping: false });
const tenths = numbers({ minimumFractionDigits: 1, maximumFractionDigits: 1, useGrouping: false });

/** @param price of the relay's provider; null where it has none */
export function hudRows(
  { figures, traces }: Reading,
  traffic: Traffic | null,
  price: ListPrice | null,
  words: Pick<Words, 'route'> & { hud: HudWords },
): Row[] {
  const { hud } = words;
  const row = (name: Name, value: string, trace?: Row['trace']): Row => ({
    name,
    label: hud[name],
    value,
    ...(trace ? { trace } : {}),
  });
  return [
    row('route', figures.route ? routeText(figures.route, words.route) : UNKNOWN),
    row('results', said(figures.results, hud.unitPerSecond, 1), traces.results),
    row('age', said(figures.ageMs, hud.unitMs), traces.ageMs),
    row('roundTrip', said(figures.roundTripMs, hud.unitMs), traces.roundTripMs),
    row('loss', said(figures.loss === null ? null : figures.loss * 100, hud.unitPercent, 1), traces.loss),
    row('up', said(figures.upKbps, hud.unitKbps), traces.upKbps),
    row('down', said(figures.downKbps, hud.unitKbps), traces.downKbps),
    row('sent', sentText(figures, hud), traces.frames),
    row('relayed', traffic ? bytesText(traffic.relay.sent + traffic.relay.received) : UNKNOWN),
    row('cost', traffic && price ? dollars(costOf(traffic.relay, price)) : UNKNOWN),
  ];
}

/** For a message to somebody who helps: one line a figure. */
export const hudText = (rows: readonly Row[]): string =>
  rows.map(({ label, value }) => `${label}: ${value}`).join('\n');

function said(value: number | null, unit: (given: { value: string }) => string, digits: 0 | 1 = 0): string {
  return value === null ? UNKNOWN : unit({ value: (digits === 0 ? whole : tenths)(value) });
}

function sentText({ width, height, frames }: Figures, hud: HudWords): string {
  if (!width || !height) return UNKNOWN;
  return hud.unitPicture({ width, height, frames: frames === null ? UNKNOWN : Math.round(frames) });
}
