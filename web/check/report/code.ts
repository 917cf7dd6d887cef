/** A report as the fragment of a link, which no server ever sees, and back. */
import { VERDICTS } from '../verdict';
import { BROWSERS, CHECKS, isFailureCode, OUTCOMES, type Report, type Row } from './report';

const FORMAT = '1';
const KEY = 'r=';
/** A dozen rows take 300 characters. */
const MOST_CHARACTERS = 2_000;
const MOST_ROWS = 24;
const LARGEST = 1e9;
const VERSION = /^\d{1,5}\.\d{1,5}\.\d{1,5}$/;

/** Of characters that a fragment and a QR code take as they are (RFC 3986 §2.3). */
export function fragmentOf({ rows, ...report }: Report): string {
  const head = [
    ...[FORMAT, report.verdict, report.because ?? '', number(report.minute)],
    ...[report.version, number(BROWSERS.indexOf(report.browser)), number(report.browserMajor)],
  ];
  return `#${KEY}${[...head, ...rows.map(codeOfRow)].join('~')}`;
}

/** Whether it says that it is one; what it holds is another matter. */
export const isReport = (fragment: string) => fragment.startsWith(`#${KEY}`);

/** Null where it is no report: it comes from whoever made the link. */
export function readFragment(fragment: string): Report | null {
  if (fragment.length > MOST_CHARACTERS || !isReport(fragment)) return null;
  const [format, verdict, because = '', minute, version = '', browser, major, ...rest] = fragment
    .slice(KEY.length + 1)
    .split('~');
  const known = VERDICTS.find((name) => name === verdict);
  const named = BROWSERS[read(browser) ?? -1];
  const [atMinute, browserMajor] = [read(minute), read(major)];
  const rows = rest.slice(0, MOST_ROWS).map(rowOfCode);
  if (format !== FORMAT || !known || !named || atMinute === null || browserMajor === null) return null;
  if (!VERSION.test(version) || rest.length > MOST_ROWS || !rows.every((row) => row !== null)) return null;
  if (because !== '' && !isFailureCode(because)) return null;
  return {
    ...{ verdict: known, because: because === '' ? null : because, minute: atMinute, version },
    ...{ browser: named, browserMajor, rows },
  };
}

function codeOfRow(row: Row): string {
  const { check, outcome, port, fromMs, toMs, roundTripMs, jitterMs, lossPercent, kbps } = row;
  const numbers = [CHECKS.indexOf(check), OUTCOMES.indexOf(outcome), fromMs, toMs];
  const optional = [port, roundTripMs, jitterMs, lossPercent, kbps];
  const text = [...numbers, ...optional].map((value) => (value === null ? '' : number(value)));
  // Not by dots: four small numbers between dots look like an address.
  return text.join('-').replace(/-+$/, '');
}

function rowOfCode(code: string): Row | null {
  const parts = code.split('-');
  const [check, outcome, fromMs, toMs] = parts.slice(0, 4).map(read);
  const [port, roundTripMs, jitterMs, lossPercent, kbps] = [4, 5, 6, 7, 8].map((at) => read(parts[at] ?? ''));
  const [name, found] = [CHECKS[check ?? -1], OUTCOMES[outcome ?? -1]];
  if (!name || !found || fromMs == null || toMs == null || parts.length > 9) return null;
  return {
    ...{ check: name, outcome: found, fromMs, toMs },
    ...{ port: port ?? null, roundTripMs: roundTripMs ?? null, jitterMs: jitterMs ?? null },
    ...{ lossPercent: lossPercent ?? null, kbps: kbps ?? null },
  };
}

const number = (value: number) => Math.min(LARGEST, value).toString(36);

function read(text: string | undefined): number | null {
  if (text === undefined || !/^[0-9a-z]{1,7}$/.test(text)) return null;
  const value = Number.parseInt(text, 36);
  return value <= LARGEST ? value : null;
}
