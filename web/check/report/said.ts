/** A report in words: the sentence and the remedy, the lines of the checks, and all of it as a text. */
import type { FailureFacts } from '../../errors/failure';
import type { checkEnglish } from '../../words/check';
import { numbers } from '../../words/numbers';
import type { OutcomeName, Report, Row } from './report';

export type CheckWords = typeof checkEnglish;
export type Said = { say: string; remedy: string; beside: string | null };

/** What a visitor has to show first is shown on the app's own page. */
const ENTERED_THERE = new Set(['session_required', 'access_refused', 'sign_in_required']);

/** @param remedyFor the app's own words, by the failure behind the verdict. */
export function saidOf(
  report: Report,
  { verdicts }: CheckWords,
  remedyFor: (failure: FailureFacts) => string,
): Said {
  const { because, rows } = report;
  const name = variantOf(report);
  const ms = Math.min(...rows.map(relayMs));
  const timed = name === 'use_enh' && Number.isFinite(ms);
  const known = because && (ENTERED_THERE.has(because) ? verdicts.enterFirst : remedyFor({ code: because }));
  return {
    say: timed ? verdicts.use_enh_timed({ ms }) : verdicts[name],
    remedy: known ?? verdicts[`${name}_remedy`],
    beside: report.verdict !== 'clock' && has(rows, 'clock', 'off') ? verdicts.clockBeside : null,
  };
}

/** A relay that is down has three kinds of words: not offered, cut off, and any other. */
function variantOf({ verdict, rows }: Report): Report['verdict'] | 'turn_none' | 'turn_cut' {
  if (verdict !== 'turn_down') return verdict;
  if (has(rows, 'pass', 'none')) return 'turn_none';
  return rows.some(({ outcome }) => outcome === 'cut') ? 'turn_cut' : verdict;
}

const has = (rows: readonly Row[], check: Row['check'], outcome: OutcomeName) =>
  rows.some((row) => row.check === check && row.outcome === outcome);

/** Of a relay that works, or of the worker by it; anything else is no candidate for the best. */
function relayMs({ outcome, roundTripMs }: Row): number {
  return (outcome === 'works' || outcome === 'relay') && roundTripMs !== null
    ? roundTripMs
    : Number.POSITIVE_INFINITY;
}

export type Tone = 'good' | 'bad' | 'plain' | 'running';

const GOOD = new Set<OutcomeName>(['good', 'open', 'alike', 'had', 'works', 'direct', 'relay']);
/** Told, and no fault in itself. */
const PLAIN = new Set<OutcomeName>([
  'unknown',
  'unasked',
  'unset',
  'v4',
  'v6',
  'both',
  'none',
  'allocated',
  'waking',
]);

export function toneOf({ outcome }: Row): Tone {
  if (outcome === 'running') return 'running';
  if (GOOD.has(outcome)) return 'good';
  return PLAIN.has(outcome) ? 'plain' : 'bad';
}

export function nameOf({ check, port }: Row, { checks }: CheckWords): string {
  const name = checks[check];
  return typeof name === 'string' ? name : name({ port: port ?? '' }).trim();
}

/** `works · 84 ms · ± 3 ms · 0 % lost · 780 kbit/s` */
export function foundOf(row: Row, { outcomes, figures }: CheckWords): string {
  const { roundTripMs, jitterMs, lossPercent, kbps } = row;
  return [
    outcomes[row.outcome],
    roundTripMs !== null && figures.roundTrip({ ms: roundTripMs }),
    jitterMs !== null && figures.jitter({ ms: jitterMs }),
    lossPercent !== null && figures.loss({ percent: lossPercent }),
    kbps !== null && figures.rate({ kbps }),
  ]
    .filter(Boolean)
    .join(' · ');
}

/** The report as somebody reads it in a mail or a chat. */
export function textOf(report: Report, said: Said, words: CheckWords): string {
  const { browser, browserMajor, version, minute, verdict, because, rows } = report;
  const lines = rows.map((row) => {
    const times = words.figures.time({ from: seconds(row.fromMs), to: seconds(row.toMs) });
    return `${nameOf(row, words)}: ${foundOf(row, words)} (${times})`;
  });
  const code = because === null ? verdict : `${verdict}/${because}`;
  return [
    [said.say, said.remedy, said.beside].filter(Boolean).join(' '),
    ...lines,
    [code, version, [words.browsers[browser], browserMajor || ''].join(' ').trim(), dateOf(minute)].join(
      ' · ',
    ),
  ].join('\n');
}

/** `2026-11-26 11:03Z` */
const dateOf = (minute: number) =>
  `${new Date(minute * 60_000).toISOString().slice(0, 16).replace('T', ' ')}Z`;

const tenths = numbers({ minimumFractionDigits: 1, maximumFractionDigits: 1, useGrouping: false });
const seconds = (ms: number) => tenths(ms / 1000);
