import { useToolWords } from '../../hooks/tools/useToolWords';
import { useSpeech } from '../../hooks/usePage';
import { keep, usePreferences } from '../../store/preferences';
import { LANGUAGE_NAMES } from '../../words/languages';

/** Each language by its own name, all in sight: whoever looks for theirs may not read the one that stands. */
export function LanguageChoice() {
  const { settings: texts } = useToolWords();
  const { missing } = useSpeech();
  const kept = usePreferences(({ language }) => language);
  const choices = [[null, texts.languageOfBrowser] as const, ...Object.entries(LANGUAGE_NAMES)];
  return (
    <fieldset className="choices languages">
      <legend>{texts.language}</legend>
      {choices.map(([language, name]) => (
        <label key={language ?? ''} lang={language ?? undefined}>
          <input
            type="radio"
            name="language"
            checked={language === kept}
            onChange={() => keep({ language })}
          />
          {name}
        </label>
      ))}
      <p className="accessFailure" role="status">
        {missing === null ? '' : texts.languageMissing}
      </p>
    </fieldset>
  );
}
