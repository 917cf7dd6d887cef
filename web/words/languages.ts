import type { CountInput, TranslationFunction } from '@nanostores/i18n';
import type { english } from './english';

export type Words = typeof english;

/** A text of another language, without the helpers around it: a plural is its forms. */
type Translated<Text> = Text extends TranslationFunction<[number], string> ? CountInput : string;

/** All texts in another language: a missing or a needless one is a type error. */
export type Translation = {
  [Section in keyof Words]: { [Name in keyof Words[Section]]: Translated<Words[Section][Name]> };
};

export type Languages = Readonly<Record<string, () => Promise<{ default: Translation }>>>;

/**
 * The languages besides English, by BCP 47 tag: `de: () => import('./german')` makes one, fetched where it is
 * wanted.
 */
export const LANGUAGES: Languages = {};
