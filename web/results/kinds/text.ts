/** Words, numbers and JSON as text for a screen: bounded, on well-formed characters. */
import { shorten } from '../../../protocol/shorten';

/** Without line breaks and other control characters, which a line cannot show. @param most UTF-16 units */
export function clean(text: string, most: number): string {
  const line = text.slice(0, most * 2).replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ');
  return cut(line.trim(), most);
}

/** Its beginning, on whole characters: half an emoji is none. @param most UTF-16 units; line breaks stay */
export function cut(text: string, most: number): string {
  const start = text.length > most ? text.slice(0, most).replace(/\p{Cs}$/u, '') : text;
  return start.replace(/\p{Cs}/gu, '\ufffd');
}

/** A class as people read it: `qr_code`, but a `t-shirt` stays one. */
export function classInWords(name: string): string {
  return shorten(clean(name.replaceAll('_', ' '), 400), 80) || 'unnamed';
}

/** `count_in`, `countIn`: count in. */
export function inWords(name: string): string {
  const words = clean(name.replace(/([\p{Ll}\d])(\p{Lu})(?=\p{Ll})/gu, '$1 $2').replace(/[_-]+/g, ' '), 400);
  return shorten(words || 'unnamed', 40);
}

const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0, useGrouping: false });
const hundredths = new Intl.NumberFormat('en', { maximumFractionDigits: 2 });
const small = new Intl.NumberFormat('en', { maximumSignificantDigits: 2 });

/** Digits that somebody reads at a glance. */
export function numberText(value: number): string {
  const size = Math.abs(value);
  if (size >= 1e15 || (size > 0 && size < 1e-6)) return value.toExponential(2);
  if (size >= 1_000) return whole.format(value);
  return size >= 0.1 || size === 0 ? hundredths.format(value) : small.format(value);
}

export const percentText = (share: number) => `${Math.round(share * 100)} %`;
