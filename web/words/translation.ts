/** What another language has to have words for: what English has. */
import type { CountInput, TranslationFunction } from '@nanostores/i18n';
import type { checkEnglish } from './check';
import type { ClassNames } from './classes';
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
export type ToolsTranslation = TranslationOf<typeof toolsEnglish>;
export type CheckTranslation = TranslationOf<typeof checkEnglish>;

export type Direction = 'ltr' | 'rtl';

/** What a language's file has to offer. */
export type LanguageFile<Texts> = {
  default: TranslationOf<Texts>;
  /** The classes that most models know; without them they are called as the model does. */
  classes?: ClassNames;
  /** Where lines begin; 'ltr' where the file does not say. */
  direction?: Direction;
};

export type LanguagesOf<Texts> = Readonly<Record<string, () => Promise<LanguageFile<Texts>>>>;
export type Languages = LanguagesOf<Words>;
