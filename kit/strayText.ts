/**
 * Texts that people read, where they must not be written: anywhere in the page but its catalogue
 * (web/words/).
 */
import { parseSync } from 'vite';

/** What looks like a text and is none. `path`: begins so. `text`: null for all of the file. */
export type Exception = { path: string; text: RegExp | null; why: string };

type Node = { type: string; start: number; [key: string]: unknown };
type Found = { text: string; at: number };
/**
 * `shown`: what is written here is seen or read out, were it one letter. `unread`: it is never. `code`: it
 * may be either, and is judged by its looks.
 */
type Place = 'shown' | 'unread' | 'code';

/** What a browser or a screen reader tells people. */
const READ_OUT =
  /^(aria-(label|description|roledescription|valuetext|placeholder|braillelabel)|alt|title|placeholder|label)$/;
const UNREAD = /^(className|d|data-.*)$/;
/** The developer's: what people read of a failure stands in the catalogue, by its code. */
const THROWN = /(Error|Exception)$/;

/** Two words in a row, one with a mark that ends a sentence, or one that begins as a sentence does. */
const LIKE_A_TEXT = /\p{L}+[,;:.!?…]?\s+\p{L}{2}|\p{L}…|^\p{Lu}\p{Ll}+[.!?]?$/u;
const LETTER = /\p{L}/u;

/** One line for each text: where it stands, and what it says. */
export function strayTexts(path: string, source: string, exceptions: readonly Exception[] = []): string[] {
  const { program, errors } = parseSync(path, source);
  if (errors.length > 0) throw new Error(`${path} cannot be read: ${errors[0]?.message}`);
  return textsIn(program, 'code')
    .filter(({ text }) => !exceptions.some((one) => isExcepted(one, path, text)))
    .map(({ text, at }) => `${path}:${lineOf(source, at)} ${JSON.stringify(text.trim())}`);
}

export function isExcepted(exception: Exception, path: string, text: string): boolean {
  return path.startsWith(exception.path) && (exception.text?.test(text) ?? true);
}

function textsIn(value: unknown, place: Place): Found[] {
  if (Array.isArray(value)) return value.flatMap((one) => textsIn(one, place));
  if (!isNode(value) || place === 'unread' || isUnread(value)) return [];
  const text = textOf(value);
  const own = text !== null && isText(text, value, place) ? [{ text, at: value.start }] : [];
  return [
    ...own,
    ...Object.entries(value).flatMap(([key, part]) => textsIn(part, placeOf(value, key, place))),
  ];
}

/**
 * Where a part of a node stands. In a shown expression only what it comes to is shown, not what it asks for.
 */
function placeOf(node: Node, key: string, place: Place): Place {
  switch (node.type) {
    case 'JSXElement':
    case 'JSXFragment':
      return key === 'children' ? 'shown' : 'code';
    case 'JSXAttribute':
      return key === 'value' ? placeOfAttribute(node) : 'unread';
    case 'JSXExpressionContainer':
    case 'ParenthesizedExpression':
    case 'TemplateLiteral':
    case 'LogicalExpression':
      return place;
    case 'ConditionalExpression':
      return key === 'test' ? 'code' : place;
    default:
      return 'code';
  }
}

function placeOfAttribute({ name }: Node): Place {
  const words = isNode(name) ? String(name.name) : '';
  if (READ_OUT.test(words)) return 'shown';
  return UNREAD.test(words) ? 'unread' : 'code';
}

function isUnread(node: Node): boolean {
  if (/^(Import|ExportAll)/.test(node.type) || /^TS.*(Type|Declaration)$/.test(node.type)) return true;
  const { callee } = node;
  return node.type === 'NewExpression' && isNode(callee) && THROWN.test(String(callee.name));
}

/** A template as a whole, with `{}` for what it takes in: its parts alone may have one word each. */
function textOf({ type, value, quasis }: Node): string | null {
  if (type === 'TemplateLiteral')
    return (quasis as { value: { cooked: string } }[]).map((part) => part.value.cooked).join('{}');
  return (type === 'Literal' || type === 'JSXText') && typeof value === 'string' ? value : null;
}

function isText(text: string, node: Node, place: Place): boolean {
  if (place === 'shown' || node.type === 'JSXText') return LETTER.test(text);
  return LIKE_A_TEXT.test(text);
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value;
}

function lineOf(source: string, at: number): number {
  return source.slice(0, at).split('\n').length;
}
