import { useSyncExternalStore } from 'react';
import { checkEnglish } from '../../words/check';
import { CHECK_LANGUAGES } from '../../words/languages';
import { createCatalogue } from '../../words/words';
import type { CheckWords } from '../report/said';

export const checkCatalogue = createCatalogue(CHECK_LANGUAGES, checkEnglish);

/** All texts of the check, in the language of the moment. */
export const useCheckWords = (): CheckWords =>
  useSyncExternalStore(checkCatalogue.onChange, checkCatalogue.words);
