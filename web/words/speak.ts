/** Which language the page speaks: what the person has chosen, else what the browser asks for. */
import { chooseLanguage, type Speech, speechNow } from './words';

/** So long (ms) the first picture waits for a language's file; then it is English until that has come. */
const PATIENCE_MS = 3_000;

type Speaker = {
  choose(wanted: readonly string[]): Promise<void>;
  speech(): Pick<Speech<unknown>, 'language' | 'direction'>;
};
const PAGE: Speaker = { choose: chooseLanguage, speech: speechNow };

/**
 * Settles when the words stand, or after a few seconds without them.
 * @param preferred BCP 47; null for the browser's
 * @param others further catalogues of the page
 */
export async function speakTo(preferred: string | null, ...others: Speaker[]): Promise<void> {
  const wanted = [...(preferred === null ? [] : [preferred]), ...navigator.languages];
  const spoken = Promise.all([PAGE, ...others].map(({ choose }) => choose(wanted))).then(tellBrowser);
  await Promise.race([spoken, new Promise((done) => setTimeout(done, PATIENCE_MS))]);
}

/** By the language a screen reader picks its voice, and by the direction the stylesheets their sides. */
function tellBrowser(): void {
  const { language, direction } = speechNow();
  Object.assign(document.documentElement, { lang: language, dir: direction });
}
