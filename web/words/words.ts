/** The texts of the page: in English until another language is chosen and its file has come. */
import { createI18n, type Translations } from '@nanostores/i18n';
import { atom, type ReadableAtom } from 'nanostores';
import { english } from './english';
import { LANGUAGES } from './languages';
import type { Direction, LanguageFile, LanguagesOf, Words } from './translation';

/** What the page speaks, all of one language. */
export type Speech<Texts> = {
  words: Texts;
  /** BCP 47. */
  language: string;
  direction: Direction;
  classes: Readonly<Record<string, string>>;
  /** What was chosen and could not be fetched. */
  missing: string | null;
};

export type Catalogue<Texts> = {
  /** The same object until the language changes. */
  words(): Texts;
  speech(): Speech<Texts>;
  /** @returns what takes the listener off again. */
  onChange(listener: () => void): () => void;
  /**
   * Speaks the first of these that there is, or English. Settles when that is so, or cannot be.
   * @param wanted BCP 47 tags, the most wanted first
   */
  choose(wanted: readonly string[]): Promise<void>;
};

/** @param base English: what stands until another language is chosen and has come. */
export function createCatalogue<Texts extends object>(
  languages: LanguagesOf<Texts>,
  base: Texts,
): Catalogue<Texts> {
  const locale = atom('en');
  const i18n = createI18n(locale, { get: async () => ({}) });
  const sections = Object.entries<Translations>(base as Record<string, Translations>).map(
    ([name, texts]) => [name, i18n(name, texts)] as const,
  );
  // Listened to for good: a store that nobody listens to does not follow the language.
  for (const [, section] of sections) section.listen(() => {});
  const speak = (language: string, file: Pick<LanguageFile<Texts>, 'classes' | 'direction'>) => {
    locale.set(language);
    const { classes = NO_CLASSES, direction = 'ltr' } = file;
    return { words: textsOf<Texts>(sections), language, direction, classes, missing: null };
  };
  const page = atom<Speech<Texts>>(speak('en', {}));
  let latest = 'en';

  const choose = async (wanted: readonly string[]) => {
    const language = chosen(Object.keys(languages), wanted);
    latest = language;
    const { language: spoken, missing } = page.get();
    if (language === spoken && missing === null) return;
    const known = i18n.cache as Record<string, unknown>;
    // Never at once: within a listener of another catalogue nanostores would tell the sections only later.
    const file = await (language === 'en' ? {} : languages[language]?.().catch(() => null));
    if (latest !== language) return; // Another one was chosen meanwhile.
    // Offline, or after a new version has replaced the file.
    if (!file) return page.set({ ...page.get(), missing: language });
    if ('default' in file) known[language] = file.default;
    page.set(speak(language, file));
  };
  return {
    words: () => page.get().words,
    speech: () => page.get(),
    onChange: (tell) => page.listen(tell),
    choose,
  };
}

const NO_CLASSES: Readonly<Record<string, string>> = {};

function textsOf<Texts>(sections: (readonly [string, ReadableAtom<unknown>])[]): Texts {
  return Object.fromEntries(sections.map(([name, section]) => [name, section.get()])) as Texts;
}

/** `de-AT` is served by `de`. English is for whoever reads none of the others. */
function chosen(available: string[], wanted: readonly string[]): string {
  const known = ['en', ...available];
  const tags = wanted.flatMap((tag) => [tag, tag.split('-')[0] ?? tag]);
  return tags.find((tag) => known.includes(tag)) ?? 'en';
}

const listeners = new Set<() => void>();
const tell = () => {
  for (const listener of listeners) listener();
};

function open(base: typeof english): Catalogue<Words> {
  const catalogue = createCatalogue(LANGUAGES, base);
  catalogue.onChange(tell);
  return catalogue;
}

let page = open(english);
let wantedLast: readonly string[] = [];
export const words = (): Words => page.words();
export const speechNow = (): Speech<Words> => page.speech();
/** `Catalogue.choose` for the texts of the page. */
export const chooseLanguage = (wanted: readonly string[]): Promise<void> => {
  wantedLast = wanted;
  return page.choose(wanted);
};
/** BCP 47, of the words that stand. */
export const languageNow = (): string => page.speech().language;

/** @returns what takes the listener off again. */
export function onWordsChange(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

/** A class in the page's language; else as the model says it: `qr code`. */
export function classIn(name: string): string {
  const said = name.replaceAll('_', ' ');
  const { classes } = page.speech();
  const key = said.toLowerCase();
  // A model may call a thing `constructor`.
  return (Object.hasOwn(classes, key) && classes[key]) || said;
}

// `npm run dev`: an edited text shows at once. Nothing above takes it up, so Vite would reload the page, and
// end what is live.
import.meta.hot?.accept('./english', (edited) => {
  if (!edited) return;
  page = open((edited as unknown as { english: typeof english }).english);
  tell();
  void page.choose(wantedLast);
});
