import { describe, expect, it, vi } from 'vitest';
import { checkEnglish } from './check';
import { english } from './english';
import type { Translation } from './languages';
import { createCatalogue } from './words';

/** As a language's file would be: plain texts and forms, told apart from English by their marks. */
function marked(texts: Record<string, Record<string, unknown>>): Translation {
  const mark = (text: unknown): unknown =>
    typeof text === 'string'
      ? `«${text}»`
      : Object.fromEntries(Object.entries(text as object).map(([form, words]) => [form, mark(words)]));
  const plain = (text: unknown) => (typeof text === 'string' ? text : (text as { input: unknown }).input);
  const sections = Object.entries(texts).map(([name, section]) => [
    name,
    Object.fromEntries(Object.entries(section).map(([key, text]) => [key, mark(plain(text))])),
  ]);
  return Object.fromEntries(sections);
}

const file = marked(english);
/** Polish has four plurals: 1, 2 to 4, 5 and more, and fractions. */
const polish: Translation = {
  ...file,
  retry: { ...file.retry, minutes: { one: '{count} minutę', few: '{count} minuty', many: '{count} minut' } },
};

describe('the catalogue', () => {
  it('is English where nobody asks for anything else, or for nothing that there is', () => {
    for (const wanted of [[], ['en-GB'], ['fr', 'it-CH']]) {
      const { words } = createCatalogue({}, wanted, english);
      expect(words().status.paused).toBe('Paused');
      expect(words().controls.nextLens({ index: 1, count: 3 })).toBe('Lens 1 of 3, next lens');
      expect(words().results.unreadable(1)).toBe('1 result is unreadable');
      expect(words().results.unreadable(2)).toBe('2 results are unreadable');
    }
  });

  it('becomes the language of the browser once its file has come, and says so once', async () => {
    const load = vi.fn(async () => ({ default: polish }));
    const { words, onChange } = createCatalogue({ pl: load }, ['pl-PL', 'en'], english);
    const changed = vi.fn();
    onChange(changed);
    const before = words();
    expect([before.status.paused, words()]).toEqual(['Paused', before]);
    await vi.waitFor(() => expect(words().status.paused).toBe('«Paused»'));
    expect(words().controls.nextLens({ index: 1, count: 3 })).toBe('«Lens 1 of 3, next lens»');
    expect([1, 2, 5, 22].map(words().retry.minutes)).toEqual([
      '1 minutę',
      '2 minuty',
      '5 minut',
      '22 minuty',
    ]);
    expect(changed).toHaveBeenCalledTimes(1);
  });

  it('fetches no language that this browser does not ask for first', () => {
    const load = vi.fn(async () => ({ default: polish }));
    for (const wanted of [['en', 'pl'], ['de']]) createCatalogue({ pl: load }, wanted, english);
    expect(load).not.toHaveBeenCalled();
  });

  it('stays English where the file does not come', async () => {
    const load = vi.fn(async () => {
      throw new TypeError('Failed to fetch dynamically imported module');
    });
    const { words } = createCatalogue({ pl: load }, ['pl'], english);
    await vi.waitFor(() => expect(load).toHaveBeenCalled());
    await new Promise((done) => setTimeout(done));
    expect(words().status.paused).toBe('Paused');
  });

  it('names each value that a text takes in', () => {
    // One text with a value in braces that nothing fills would be read out with its braces.
    const texts = [...Object.values(english), ...Object.values(checkEnglish)].flatMap((section) =>
      Object.values(section),
    );
    expect(texts.filter((text) => typeof text === 'string' && /[{}]/.test(text))).toEqual([]);
  });
});
