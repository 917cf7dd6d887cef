/** Words, numbers and JSON as text for a screen: bounded, on well-formed characters. */
import { shorten } from '../../../protocol/shorten';
import { numbers } from '../../words/numbers';
import { classIn, words as texts } from '../../words/words';

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

/** A class as people read it, in their language where it is a common one: `qr_code`, but a `t-shirt` stays one. */
export function classInWords(name: string): string {
  return shorten(clean(classIn(name), 400), 80) || texts().values.unnamed;
}

/** `count_in`, `countIn`: count in. */
export function inWords(name: string): string {
  const words = clean(name.replace(/([\p{Ll}\d])(\p{Lu})(?=\p{Ll})/gu, '$1 $2').replace(/[_-]+/g, ' '), 400);
  return shorten(words || texts().values.unnamed, 40);
}

const whole = numbers({ maximumFractionDigits: 0, useGrouping: false });
const hundredths = numbers({ maximumFractionDigits: 2 });
const small = numbers({ maximumSignificantDigits: 2 });

/** Digits that somebody reads at a glance. */
export function numberText(value: number): string {
  const size = Math.abs(value);
  if (size >= 1e15 || (size > 0 && size < 1e-6)) return value.toExponential(2);
  if (size >= 1_000) return whole(value);
  return size >= 0.1 || size === 0 ? hundredths(value) : small(value);
}

export const percentText = (share: number) => `${Math.round(share * 100)} %`;
