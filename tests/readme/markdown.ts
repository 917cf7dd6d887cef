/** Which commands a Markdown file tells people to type. */

export type Command = {
  /** As it stands there, its comment left out. A block of settings is one command: its lines as they are. */
  text: string;
  /** From 1. */
  line: number;
};

type Line = { text: string; number: number };
type Block = { language: string; lines: Line[] };
/** What a file consists of, as far as commands are concerned. Code is in no paragraph. */
type Parts = { blocks: Block[]; prose: Line[] };

/** Blocks in these languages are to be read, not typed. Every other block holds commands. */
const TO_READ = new Set(['json', 'jsonc', 'ts', 'yaml', 'text', 'mermaid']);
/** Lines of a file of settings. */
const SETTINGS = 'dotenv';

/** Code within a sentence is a command where it begins with one of these and goes on: `npm start`. */
const PROGRAM =
  /^(?:[A-Z_]+=\S+ )*(?:[\w./-]*\/)?(?:npm (?:start|test|run|ci|install)\b|(?:npx|node|sudo|docker|openssl|certbot|python3?|pip|apt-get|brew|curl|git|echo|export|[\w-]+\.sh) \S)/;

export function commandsIn(markdown: string): Command[] {
  const { blocks, prose } = partsOf(markdown);
  return [
    ...blocks.flatMap(inBlock),
    ...tableRows(prose).flatMap(inFirstCell),
    ...spansIn(prose).filter(({ text }) => PROGRAM.test(text)),
  ];
}

/** Every piece of code within a sentence, such as `--quota 0`; none of a block's. */
export function spansIn(prose: Line[]): Command[] {
  // A span may go on in the next line, but in no other paragraph (spec.commonmark.org/0.31.2/#code-spans).
  const text = prose.map((line) => line.text).join('\n');
  return [...text.matchAll(/(?<!`)(`+)(?!`)((?:(?!\n[ \t]*\n)[\s\S])+?)(?<!`)\1(?!`)/g)].map((found) => ({
    text: found[2]!.replace(/\s+/g, ' ').trim(),
    line: prose[text.slice(0, found.index).split('\n').length - 1]!.number,
  }));
}

/** The text of each block in this language, and where it begins. */
export function blocksIn(markdown: string, language: string): Command[] {
  const { blocks } = partsOf(markdown);
  return blocks
    .filter((block) => block.language === language)
    .map(({ lines }) => ({
      text: lines.map(({ text }) => text).join('\n'),
      line: lines[0]?.number ?? 0,
    }));
}

export function proseOf(markdown: string): Line[] {
  return partsOf(markdown).prose;
}

function partsOf(markdown: string): Parts {
  const parts: Parts = { blocks: [], prose: [] };
  let fence: { mark: string; block: Block } | null = null;
  for (const line of markdown.split('\n').map((text, at) => ({ text, number: at + 1 }))) {
    const mark = /^ *(`{3,}|~{3,}) *([\w-]*)/.exec(line.text);
    if (fence !== null) {
      if (mark?.[1]?.startsWith(fence.mark) && mark[2] === '') fence = null;
      else fence.block.lines.push(line);
    } else if (mark) {
      fence = { mark: mark[1]!, block: { language: mark[2]!, lines: [] } };
      parts.blocks.push(fence.block);
      parts.prose.push({ ...line, text: '' });
    } else place(line, parts);
  }
  return parts;
}

/** Indented by four, after an empty line and not within a list: code. */
function place(line: Line, { blocks, prose }: Parts): void {
  const last = blocks.at(-1);
  const goesOn = last?.language === 'indented' && last.lines.at(-1)?.number === line.number - 1;
  const begins = isBlank(prose.at(-1)) && !/^ *([-*+]|\d+[.)]) /.test(lastSaid(prose)?.text ?? '');
  if (!/^ {4}\S/.test(line.text) || !(goesOn || begins)) {
    prose.push(line);
    return;
  }
  if (!goesOn) blocks.push({ language: 'indented', lines: [] });
  blocks.at(-1)?.lines.push(line);
}

function isBlank(line: Line | undefined): boolean {
  return line === undefined || line.text.trim() === '';
}

/** The line that the last paragraph, or list item, began with. */
function lastSaid(prose: Line[]): Line | undefined {
  return prose.findLast((line) => /^ {0,3}\S/.test(line.text));
}

function inBlock({ language, lines }: Block): Command[] {
  if (TO_READ.has(language)) return [];
  if (language === SETTINGS)
    return [{ text: lines.map(({ text }) => text).join('\n'), line: lines[0]?.number ?? 0 }];
  return joined(lines).flatMap(inShellLine);
}

/** A backslash at the end of a line takes the next one with it. */
function joined(lines: Line[]): Line[] {
  const all: Line[] = [];
  for (const line of lines) {
    const last = all.at(-1);
    if (last?.text.endsWith('\\')) last.text = `${last.text.slice(0, -1).trim()} ${line.text.trim()}`;
    else all.push({ ...line });
  }
  return all;
}

/** The command, and what its comment says to type: "# any 32 characters: openssl rand -base64 32". */
function inShellLine({ text, number }: Line): Command[] {
  const [, typed = '', comment = ''] =
    /^((?:[^\s#]|\s+(?!#)|(?<=\S)#)*)(?:\s*#\s*(.*))?$/.exec(text.trim()) ?? [];
  const said = comment.split(': ').at(-1) ?? '';
  return [typed.trim(), PROGRAM.test(said) ? said : '']
    .filter((each) => each !== '')
    .map((each) => ({ text: each, line: number }));
}

/** The rows of tables whose first column is headed "command". */
function tableRows(prose: Line[]): Line[] {
  let isCommands = false;
  return prose.filter(({ text }, at) => {
    if (!text.startsWith('|')) isCommands = false;
    else if (!prose[at - 1]?.text.startsWith('|')) isCommands = /^\| *command *\|/.test(text);
    return isCommands && /^\| *`/.test(text);
  });
}

/** `npm run x -- --a 1`, `--b 2` in one cell are two commands: the second has the first one's beginning. */
function inFirstCell(row: Line): Command[] {
  const cell = /^\|((?:[^|\\]|\\.)*)\|/.exec(row.text)?.[1] ?? '';
  const [first, ...others] = spansIn([{ ...row, text: cell.replaceAll('\\|', '|') }]);
  if (first === undefined) return [];
  const start = first.text.split(' -- ')[0];
  return [first, ...others.map(({ text, line }) => ({ text: `${start} -- ${text}`, line }))];
}
