/** Class names: from a file's metadata, which holds a Python dict as text, or from the LABELS setting. */

/** A string in either quote, with Python's backslash escapes. */
const STRING = /'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"/y;
const KEY = /\s*(\d{1,6})\s*:\s*/y;
const COMMA = /\s*,?\s*/y;

/**
 * Reads `{0: 'circle', 1: "a 'b'"}` or `['circle', …]`.
 * @returns null where the text is neither, or leaves out a number.
 */
export function parseNames(text: string): string[] | null {
  const body = text.trim();
  const isDict = body.startsWith('{') && body.endsWith('}');
  if (!isDict && !(body.startsWith('[') && body.endsWith(']'))) return null;
  const names: string[] = [];
  let at = 1;
  const read = (pattern: RegExp) => {
    pattern.lastIndex = at;
    const match = pattern.exec(body);
    if (match) at = pattern.lastIndex;
    return match;
  };
  read(COMMA);
  while (at < body.length - 1) {
    const index = isDict ? Number(read(KEY)?.[1] ?? Number.NaN) : names.length;
    const match = read(STRING);
    if (!match || Number.isNaN(index)) return null;
    names[index] = withoutEscapes(match[1] ?? match[2] ?? '');
    read(COMMA);
  }
  return names.length > 0 && Object.keys(names).length === names.length ? names : null;
}

const ESCAPES: Record<string, string> = { n: '\n', r: '\r', t: '\t' };

function withoutEscapes(text: string): string {
  return text.replace(/\\(x[\da-fA-F]{2}|u[\da-fA-F]{4}|.)/g, (_, code: string) =>
    /^[xu]./.test(code) ? String.fromCharCode(Number.parseInt(code.slice(1), 16)) : (ESCAPES[code] ?? code),
  );
}

/** One name a line, or names with commas between them; empty ones are left out. */
export function splitLabels(text: string): string[] {
  return text
    .split(text.includes('\n') ? /\r?\n/ : ',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}
