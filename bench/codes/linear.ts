/** Linear symbologies, encoded here from their standards: the reader under test must not be asked to draw its own questions. */

/** Widths in modules of bars and spaces in turn, a bar first. */
export type Widths = number[];

const widths = (digits: string): Widths => [...digits].map(Number);
/** Narrow and wide elements; wide ones are 3 modules, which all standards here allow. */
const narrowWide = (pattern: string): Widths => [...pattern].map((each) => (each === 'w' ? 3 : 1));

/** ISO/IEC 15420, table 1: number set A; R is the same with bars for spaces, B is R mirrored. */
const EAN_DIGITS = ['3211', '2221', '2122', '1411', '1132', '1231', '1114', '1312', '1213', '3112'];
/** Ibid., table 2: which set each of the left six digits takes, by the first digit. */
const EAN_PARITY = 'AAAAAA AABABB AABBAB AABBBA ABAABB ABBAAB ABBBAA ABABAB ABABBA ABBABA'.split(' ');

/** @param digits without the check digit: 12 for EAN-13, 7 for EAN-8. @returns the digits with it. */
export function withCheckDigit(digits: string): string {
  const sum = [...digits].reverse().reduce((total, digit, at) => total + Number(digit) * (at % 2 ? 1 : 3), 0);
  return digits + ((10 - (sum % 10)) % 10);
}

function eanDigit(digit: string, set: string): Widths {
  const plain = widths(EAN_DIGITS[Number(digit)] ?? '');
  return set === 'B' ? plain.reverse() : plain;
}

/** @param text 13 or 8 digits, the check digit among them. */
export function ean(text: string): Widths {
  const parity = text.length === 13 ? (EAN_PARITY[Number(text[0])] ?? '') : 'AAAA';
  const digits = text.length === 13 ? text.slice(1) : text;
  const left = [...parity].flatMap((set, at) => eanDigit(digits[at] ?? '0', set));
  const right = [...digits.slice(parity.length)].flatMap((digit) => eanDigit(digit, 'A'));
  return [1, 1, 1, ...left, 1, 1, 1, 1, 1, ...right, 1, 1, 1];
}

/** ISO/IEC 15417, table 1: the widths of values 0 to 105, and the stop pattern. */
const CODE128 =
  `212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212 112232 122132
122231 113222 123122 123221 223211 221132 221231 213212 223112 312131 311222 321122 321221 312212 322112 322211
212123 212321 232121 111323 131123 131321 112313 132113 132311 211313 231113 231311 112133 112331 132131 113123
113321 133121 313121 211331 231131 213113 213311 213131 311123 311321 331121 312113 312311 332111 314111 221411
431111 111224 111422 121124 121421 141122 141221 112214 112412 122114 122411 142112 142211 241211 221114 413111
241112 134111 111242 121142 121241 114212 124112 124211 411212 421112 421211 212141 214121 412121 111143 111341
131141 114113 114311 411113 411311 113141 114131 311141 411131 211412 211214 211232 2331112`.split(/\s+/);
const [START_B, STOP] = [104, 106];

/** Set B alone: ASCII 32 to 127. */
export function code128(text: string): Widths {
  const values = [START_B, ...[...text].map((each) => each.charCodeAt(0) - 32)];
  const check = values.reduce((sum, value, at) => sum + value * Math.max(1, at), 0) % 103;
  return [...values, check, STOP].flatMap((value) => widths(CODE128[value] ?? ''));
}

/** ISO/IEC 16388, table 1. */
const CODE39: Record<string, string> = Object.fromEntries(
  `0nnnwwnwnn 1wnnwnnnnw 2nnwwnnnnw 3wnwwnnnnn 4nnnwwnnnw 5wnnwwnnnn 6nnwwwnnnn 7nnnwnnwnw 8wnnwnnwnn 9nnwwnnwnn
Awnnnnwnnw Bnnwnnwnnw Cwnwnnwnnn Dnnnnwwnnw Ewnnnwwnnn Fnnwnwwnnn Gnnnnnwwnw Hwnnnnwwnn Innwnnwwnn Jnnnnwwwnn
Kwnnnnnnww Lnnwnnnnww Mwnwnnnnwn Nnnnnwnnww Ownnnwnnwn Pnnwnwnnwn Qnnnnnnwww Rwnnnnnwwn Snnwnnnwwn Tnnnnwnwwn
Uwwnnnnnnw Vnwwnnnnnw Wwwwnnnnnn Xnwnnwnnnw Ywwnnwnnnn Znwwnwnnnn -nwnnnnwnw *nwnnwnwnn`
    .split(/\s+/)
    .map((each) => [each[0], each.slice(1)]),
);

export function code39(text: string): Widths {
  return [...`*${text}*`].flatMap((each, at) => [...(at > 0 ? [1] : []), ...narrowWide(CODE39[each] ?? '')]);
}

/** ISO/IEC 16390, table 1. */
const ITF = ['nnwwn', 'wnnnw', 'nwnnw', 'wwnnn', 'nnwnw', 'wnwnn', 'nwwnn', 'nnnww', 'wnnwn', 'nwnwn'];

/** @param digits an even number of them; the second of each pair is in the spaces. */
export function itf(digits: string): Widths {
  const pairs = digits.match(/../g) ?? [];
  const body = pairs.flatMap((pair) => {
    const [bars, spaces] = [...pair].map((digit) => narrowWide(ITF[Number(digit)] ?? '')) as [Widths, Widths];
    return bars.flatMap((bar, at) => [bar, spaces[at] ?? 1]);
  });
  return [1, 1, 1, 1, ...body, 3, 1, 1];
}
