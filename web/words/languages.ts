import type { checkEnglish } from './check';
import type { toolsEnglish } from './tools';
import type { Languages, LanguagesOf } from './translation';

export type { Words } from './translation';

/** The languages besides English, by BCP 47 tag, each fetched where it is wanted. */
export const LANGUAGES: Languages = { de: () => import('./german') };

/** The same languages, for the page of the connection check. */
export const CHECK_LANGUAGES: LanguagesOf<typeof checkEnglish> = { de: () => import('./germanCheck') };

/** As each calls itself, for whoever looks for their own. */
export const LANGUAGE_NAMES: Readonly<Record<string, string>> = { en: 'English', de: 'Deutsch' };

/** The same languages, for what is fetched with the tools. */
export const TOOLS_LANGUAGES: LanguagesOf<typeof toolsEnglish> = { de: () => import('./germanTools') };
