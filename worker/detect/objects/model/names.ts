/**
 * Class names: from a file's metadata, where exporters write a Python dict as text and others JSON, or from
 * the LABELS setting. What can be used is used, and what was wrong is said.
 */
import { shorten } from '../../../../protocol/shorten';

/** Names in the model's order, empty where a class has none; and a sentence on what could not be used. */
export type Names = { names: string[]; wrong: string | null };

/** Whose names they are, at the beginning of a sentence. */
type Source = 'LABELS' | 'Its file';

/** Open Images, the largest of the usual sets, has 601. */
const MOST_NAMES = 10_000;
const LONGEST = 100;

/**
 * `{0: 'circle', 1: "a 'b'"}`, `{"0": "circle"}`, `{"circle": 0}`, `['circle', …]`, or names with commas or
 * line ends between.
 */
export function readNames(text: string, source: Source): Names {
  const body = text.trim();
  if (body === '') return { names: [], wrong: null };
  if (/^[[{]/.test(body)) return fromEntries(entriesOf(body), source);
  const names = source === 'LABELS' || /[,\n]/.test(body) ? splitLabels(body).map(cleaned) : [];
  return names.length > 0
    ? { names, wrong: null }
    : { names, wrong: `${source} names classes in no way that can be read.` };
}

/**
 * One name a line, or names with commas between them. Empty ones stand for classes that nobody named, but at
 * the end.
 */
export function splitLabels(text: string): string[] {
  const names = text
    .trim()
    .split(text.includes('\n') ? /\r?\n/ : ',')
    .map((name) => name.trim());
  return names.slice(0, names.findLastIndex((name) => name !== '') + 1);
}

function fromEntries({ entries, isWhole }: Entries, source: Source): Names {
  const byName = entries.length > 0 && entries.every(({ key, value }) => isIndex(value) && isWord(key));
  const names: string[] = [];
  let lost = 0;
  for (const [at, { key, value }] of entries.entries()) {
    const [index, name] = byName ? [value, key] : [key ?? String(at), value];
    if (isIndex(index) && Number(index) < MOST_NAMES && name !== null) names[Number(index)] = cleaned(name);
    else lost += 1;
  }
  // Array.from fills the gaps.
  return { names: Array.from(names, (name) => name ?? ''), wrong: whatIsWrong(source, names, lost, isWhole) };
}

function whatIsWrong(source: Source, names: string[], lost: number, isWhole: boolean): string | null {
  if (names.length === 0) return `${source} names no class in a way that can be read.`;
  if (!isWhole) return `${source}'s names break off after "${names.at(-1)}".`;
  if (lost > 0) return `${source} has ${lost === 1 ? 'a name' : `${lost} names`} that cannot be used.`;
  return null;
}

const isIndex = (text: string | null): text is string => text !== null && /^\d{1,9}$/.test(text);

const isWord = (text: string | null): boolean => text !== null && !isIndex(text);

/** Names are drawn, printed and sent: of one line, and not endless. */
function cleaned(name: string): string {
  const line = name.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim();
  return shorten(line, LONGEST, '');
}

/**
 * Of a dict or an object, or of a list, whose entries have no key. A value that is neither text nor a number
 * is null.
 */
type Entry = { key: string | null; value: string | null };
/** `isWhole` where the text ends with the bracket that it began with, and all of it could be read. */
type Entries = { entries: Entry[]; isWhole: boolean };

/**
 * A string in either quote, with Python's prefixes and backslash escapes; what no quote begins; a bracket and
 * what it holds.
 */
const STRING = /[ubUB]?(?:'([^'\\]*(?:\\.[^'\\]*)*)'|"([^"\\]*(?:\\.[^"\\]*)*)")/sy;
const WORD = /[^\s,:{}[\]'"]+/y;
const NESTED = /[[{][^\]}]*[\]}]/y;
const SPACE = /\s*/y;
const COLON = /\s*:\s*/y;
const COMMA = /\s*,?\s*/y;

function entriesOf(text: string): Entries {
  const end = text.startsWith('{') ? '}' : ']';
  const entries: Entry[] = [];
  let at = 1;
  const read = (pattern: RegExp) => {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match) at = pattern.lastIndex;
    return match;
  };
  const readValue = () => {
    const quoted = read(STRING);
    if (quoted) return { value: withoutEscapes(quoted[1] ?? quoted[2] ?? '') };
    const word = read(WORD)?.[0];
    if (word !== undefined) return { value: /^-?\d+(\.\d+)?$/.test(word) ? word : null };
    return read(NESTED) && { value: null };
  };
  read(SPACE);
  while (at < text.length && text[at] !== end) {
    const key = end === '}' ? readValue() : { value: null };
    const value = key && (end === ']' || read(COLON)) ? readValue() : null;
    if (!key || !value) return { entries, isWhole: false };
    entries.push({ key: key.value, value: value.value });
    read(COMMA);
  }
  return { entries, isWhole: at === text.length - 1 };
}

const ESCAPES: Record<string, string> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };

function withoutEscapes(text: string): string {
  return text.replace(/\\(x[\da-fA-F]{2}|u[\da-fA-F]{4}|U[\da-fA-F]{8}|.)/gs, (_, code: string) =>
    /^[xuU]./.test(code) ? character(Number.parseInt(code.slice(1), 16)) : (ESCAPES[code] ?? code),
  );
}

/** JSON writes what lies beyond 2^16 as two halves, which find each other. */
function character(code: number): string {
  if (code <= 0xffff) return String.fromCharCode(code);
  return code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd';
}
