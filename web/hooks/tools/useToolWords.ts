import { useSyncExternalStore } from 'react';
import { TOOLS_LANGUAGES } from '../../words/languages';
import { toolsEnglish } from '../../words/tools';
import { createCatalogue, wantedHere } from '../../words/words';

const catalogue = createCatalogue(TOOLS_LANGUAGES, wantedHere(), toolsEnglish);

/** The texts of the tools, in the language of the moment. */
export const useToolWords = () => useSyncExternalStore(catalogue.onChange, catalogue.words);
