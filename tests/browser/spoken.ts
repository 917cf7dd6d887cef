/** The page's languages for tests: those that there are, and two that nobody speaks. */
import type { BrowserContext } from '@playwright/test';
import { checkEnglish } from '../../web/words/check';
import { english } from '../../web/words/english';
import { CHECK_LANGUAGES, LANGUAGES, TOOLS_LANGUAGES } from '../../web/words/languages';
import { toolsEnglish } from '../../web/words/tools';
import { createCatalogue } from '../../web/words/words';

/** All texts of the page in a language that it has. */
export async function wordsIn(language: string) {
  const page = createCatalogue(LANGUAGES, english);
  const check = createCatalogue(CHECK_LANGUAGES, checkEnglish);
  const tools = createCatalogue(TOOLS_LANGUAGES, toolsEnglish);
  await Promise.all([page, check, tools].map((each) => each.choose([language])));
  if (page.speech().language !== language) throw new Error(`There is no ${language}.`);
  return { ...page.words(), check: check.words(), tools: tools.words() };
}

/** `long`: each text 1.4 times as long, as the wordiest languages are. `mirrored`: from right to left. */
export type Pseudo = 'long' | 'mirrored';

/**
 * Serves a pseudo-language in place of the German file to a browser that asks for German: the page has nothing for
 * tests in it.
 */
export async function servePseudo(context: BrowserContext, kind: Pseudo): Promise<void> {
  const serve = (path: string, texts: object) =>
    context.route(path, (route) =>
      route.fulfill({ contentType: 'text/javascript', body: moduleOf(kind, texts) }),
    );
  await serve('**/assets/language-german-*.js', english);
  await serve('**/assets/language-germanCheck-*.js', checkEnglish);
  await serve('**/assets/language-germanTools-*.js', toolsEnglish);
}

function moduleOf(kind: Pseudo, texts: object): string {
  const change = kind === 'long' ? lengthened : mirrored;
  const translation = eachText(texts, change);
  const direction = kind === 'mirrored' ? 'rtl' : 'ltr';
  return `export default ${JSON.stringify(translation)}; export const direction = '${direction}'; export const classes = { star: ${JSON.stringify(change('star'))} };`;
}

/** Plain texts and forms, without the helpers around them. */
function eachText(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value);
  const { input = value } = value as { input?: unknown };
  if (typeof input === 'string') return change(input);
  return Object.fromEntries(
    Object.entries(input as object).map(([name, part]) => [name, eachText(part, change)]),
  );
}

/** Values (`{name}`) stay as they are. */
const outsideValues = (text: string, change: (part: string) => string) =>
  text.replace(/\{\w+\}|[^{}]+/g, (part) => (part.startsWith('{') ? part : change(part)));

/** Single words become longer words, and several become more. */
function lengthened(text: string): string {
  const letters = text.replaceAll(/\{\w+\}/g, '').length;
  const more = Math.ceil(letters * 0.4);
  const words = text.split(' ').filter((word) => /^\p{L}{2,}[.,:]?$/u.test(word));
  if (words.length < 2) return outsideValues(text, stretched);
  let added = '';
  for (let at = 0; added.length < more; at += 1) added += ` ${words[at % words.length]?.replace(/\W$/, '')}`;
  return `${accented(text)}${added.slice(0, Math.max(more, 3))}`;
}

/** `Zoom`: Žoomoo. */
function stretched(part: string): string {
  const core = part.match(/\p{L}+/gu)?.at(-1) ?? '';
  if (core === '') return part;
  const tail = core.toLowerCase().slice(-Math.ceil(part.length * 0.4));
  return accented(part.replace(core, `${core}${tail}`));
}

/** What is not so was never in the catalogue. */
const accented = (text: string) =>
  outsideValues(text, (part) => part.replaceAll('a', 'á').replaceAll('e', 'ë').replaceAll('o', 'ô'));

const HEBREW = [...'אבגדהוזחטיכלמנסעפצקרשת'];

/** In letters of a script that runs from right to left, as many as in English. */
const mirrored = (text: string) =>
  outsideValues(text, (part) =>
    part.replaceAll(/[A-Za-z]/g, (letter) => HEBREW[letter.toLowerCase().charCodeAt(0) % HEBREW.length]!),
  );
