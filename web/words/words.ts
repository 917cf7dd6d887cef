/** The texts of the page in this browser's language; in English until the file of another one has come. */
import { createI18n, type Translations } from '@nanostores/i18n';
import { atom, type ReadableAtom } from 'nanostores';
import { english } from './english';
import { LANGUAGES, type LanguagesOf, type Words } from './languages';

export type Catalogue<Texts> = {
  /** The same object until the language changes. */
  words(): Texts;
  /** @returns what takes the listener off again. */
  onChange(listener: () => void): () => void;
};

/**
 * @param wanted BCP 47 tags, the most wanted first. @param base what stands until the language's own file has
 * come.
 */
export function createCatalogue<Texts extends object>(
  languages: LanguagesOf<Texts>,
  wanted: readonly string[],
  base: Texts,
): Catalogue<Texts> {
  const i18n = createI18n(atom(chosen(Object.keys(languages), wanted)), {
    get: (language) => load(languages, language),
  });
  const sections = Object.entries<Translations>(base as Record<string, Translations>).map(
    ([name, texts]) => [name, i18n(name, texts)] as const,
  );
  const page = atom(textsOf<Texts>(sections));
  // Listened to for good: a store that nobody listens to neither loads nor keeps its language.
  for (const [, section] of sections) section.listen(() => {});
  i18n.loading.listen((loading) => loading || page.set(textsOf<Texts>(sections)));
  return { words: () => page.get(), onChange: (listener) => page.listen(listener) };
}

function textsOf<Texts>(sections: (readonly [string, ReadableAtom<unknown>])[]): Texts {
  return Object.fromEntries(sections.map(([name, section]) => [name, section.get()])) as Texts;
}

/** `de-AT` is served by `de`. English is for whoever reads none of the others. */
function chosen(available: string[], wanted: readonly string[]): string {
  const known = ['en', ...available];
  const tags = wanted.flatMap((tag) => [tag, tag.split('-')[0] ?? tag]);
  return tags.find((tag) => known.includes(tag)) ?? 'en';
}

/** Offline, or after a new version has replaced the file, English stays. */
async function load<Texts>(languages: LanguagesOf<Texts>, language: string) {
  return (await languages[language]?.().catch(() => null))?.default ?? {};
}

const listeners = new Set<() => void>();
const tell = () => {
  for (const listener of listeners) listener();
};

/** The languages that this browser asks for, the most wanted first. */
export const wantedHere = (): readonly string[] => globalThis.navigator?.languages ?? [];

function open(base: typeof english): Catalogue<Words> {
  const catalogue = createCatalogue(LANGUAGES, wantedHere(), base);
  catalogue.onChange(tell);
  return catalogue;
}

let page = open(english);
export const words = (): Words => page.words();

/** @returns what takes the listener off again. */
export function onWordsChange(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

// `npm run dev`: an edited text shows at once. Nothing above takes it up, so Vite would reload the page, and
// end what is live.
import.meta.hot?.accept('./english', (edited) => {
  if (!edited) return;
  page = open((edited as unknown as { english: typeof english }).english);
  tell();
});
