import type { CountInput, TranslationFunction } from '@nanostores/i18n';
import type { checkEnglish } from './check';
import type { english } from './english';
import type { toolsEnglish } from './tools';

export type Words = typeof english;

/** A text of another language, without the helpers around it: a plural is its forms. */
type Translated<Text> = Text extends TranslationFunction<[number], string> ? CountInput : string;

/** All texts in another language: a missing or a needless one is a type error. */
type TranslationOf<Texts> = {
  [Section in keyof Texts]: { [Name in keyof Texts[Section]]: Translated<Texts[Section][Name]> };
};
export type Translation = TranslationOf<Words>;

export type LanguagesOf<Texts> = Readonly<Record<string, () => Promise<{ default: TranslationOf<Texts> }>>>;
export type Languages = LanguagesOf<Words>;

/**
 * The languages besides English, by BCP 47 tag: `de: () => import('./german')` makes one, fetched where it is
 * wanted.
 */
export const LANGUAGES: Languages = {};

/** The same languages, for the page of the connection check. */
export const CHECK_LANGUAGES: LanguagesOf<typeof checkEnglish> = {};

/** The same languages, for what is fetched with the tools. */
export const TOOLS_LANGUAGES: LanguagesOf<typeof toolsEnglish> = {};
