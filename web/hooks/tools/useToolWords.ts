import { useSyncExternalStore } from 'react';
import { TOOLS_LANGUAGES } from '../../words/languages';
import { toolsEnglish } from '../../words/tools';
import { createCatalogue, languageNow, onWordsChange } from '../../words/words';

const catalogue = createCatalogue(TOOLS_LANGUAGES, toolsEnglish);
const follow = () => void catalogue.choose([languageNow()]);
follow();
onWordsChange(follow);

/** The texts of the tools, in the language of the moment. */
export const useToolWords = () => useSyncExternalStore(catalogue.onChange, catalogue.words);
