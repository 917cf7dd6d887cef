import { useSyncExternalStore } from 'react';
import { checkEnglish } from '../../words/check';
import { CHECK_LANGUAGES } from '../../words/languages';
import { createCatalogue, wantedHere } from '../../words/words';
import type { CheckWords } from '../report/said';

const catalogue = createCatalogue(CHECK_LANGUAGES, wantedHere(), checkEnglish);

/** All texts of the check, in the language of the moment. */
export const useCheckWords = (): CheckWords => useSyncExternalStore(catalogue.onChange, catalogue.words);
