import { afterEach, describe, expect, it, vi } from 'vitest';
import { checkEnglish } from './check';
import { english } from './english';
import { CHECK_LANGUAGES, LANGUAGES, TOOLS_LANGUAGES } from './languages';
import { numbers } from './numbers';
import { toolsEnglish } from './tools';
import type { Translation } from './translation';
import { chooseLanguage, classIn, createCatalogue, words as pageWords } from './words';

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
  it('is English where nobody asks for anything else, or for nothing that there is', async () => {
    for (const wanted of [[], ['en-GB'], ['fr', 'it-CH']]) {
      const { words, choose } = createCatalogue({}, english);
      await choose(wanted);
      expect(words().status.paused).toBe('Paused');
      expect(words().controls.nextLens({ index: 1, count: 3 })).toBe('Lens 1 of 3, next lens');
      expect(words().results.unreadable(1)).toBe('1 result is unreadable');
      expect(words().results.unreadable(2)).toBe('2 results are unreadable');
    }
  });

  it('becomes the language that is wanted once its file has come, and says so once', async () => {
    const load = vi.fn(async () => ({ default: polish }));
    const { words, onChange, choose, speech } = createCatalogue({ pl: load }, english);
    const changed = vi.fn();
    onChange(changed);
    const before = words();
    const chosen = choose(['pl-PL', 'en']);
    expect([before.status.paused, words()]).toEqual(['Paused', before]);
    await chosen;
    expect(words().status.paused).toBe('«Paused»');
    expect(words().controls.nextLens({ index: 1, count: 3 })).toBe('«Lens 1 of 3, next lens»');
    expect([1, 2, 5, 22].map(words().retry.minutes)).toEqual([
      '1 minutę',
      '2 minuty',
      '5 minut',
      '22 minuty',
    ]);
    expect(changed).toHaveBeenCalledTimes(1);
    expect(speech()).toMatchObject({ language: 'pl', direction: 'ltr', missing: null });
  });

  it('goes back to English, and takes its direction along', async () => {
    const load = async () => ({ default: polish, direction: 'rtl' as const });
    const { words, choose, speech } = createCatalogue({ pl: load }, english);
    await choose(['pl']);
    expect(speech()).toMatchObject({ language: 'pl', direction: 'rtl' });
    await choose(['en', 'pl']);
    expect(words().status.paused).toBe('Paused');
    expect(speech()).toMatchObject({ language: 'en', direction: 'ltr' });
  });

  it('is what was chosen last, whichever file comes last', async () => {
    let arrive = () => {};
    const late = new Promise<void>((done) => {
      arrive = done;
    });
    const load = () => late.then(() => ({ default: polish }));
    const { words, choose } = createCatalogue({ pl: load }, english);
    const first = choose(['pl']);
    await choose(['en']);
    arrive();
    await first;
    expect(words().status.paused).toBe('Paused');
  });

  it('fetches no language that comes after one that it has', async () => {
    const load = vi.fn(async () => ({ default: polish }));
    const { choose } = createCatalogue({ pl: load }, english);
    for (const wanted of [[], ['en', 'pl'], ['fr'], ['en-AU', 'pl']]) await choose(wanted);
    expect(load).not.toHaveBeenCalled();
  });

  it('stays as it is where the file does not come, says which, and tries again', async () => {
    const load = vi.fn(async () => ({ default: polish }));
    load.mockRejectedValueOnce(new TypeError('Failed to fetch dynamically imported module'));
    const { words, choose, speech } = createCatalogue({ pl: load }, english);
    await choose(['pl']);
    expect([words().status.paused, speech().missing]).toEqual(['Paused', 'pl']);
    await choose(['pl']);
    expect([words().status.paused, speech().missing]).toEqual(['«Paused»', null]);
  });

  it('follows another catalogue, and back to English', async () => {
    const [leader, follower] = [1, 2].map(() => createCatalogue(LANGUAGES, english));
    leader!.onChange(() => void follower!.choose([leader!.speech().language]));
    for (const [language, paused] of [
      ['de', 'Pausiert'],
      ['en', 'Paused'],
    ] as const) {
      await leader!.choose([language]);
      await expect.poll(() => follower!.words().status.paused).toBe(paused);
    }
  });

  it('names each value that a text takes in', () => {
    // One text with a value in braces that nothing fills would be read out with its braces.
    const texts = [english, checkEnglish, toolsEnglish].flatMap((page) =>
      Object.values(page).flatMap((section) => Object.values(section)),
    );
    expect(texts.filter((text) => typeof text === 'string' && /[{}]/.test(text))).toEqual([]);
  });
});

describe('the page in German', () => {
  afterEach(() => chooseLanguage(['en']));

  it('writes numbers as German does, in the very format that wrote English ones', async () => {
    const tenths = numbers({ style: 'unit', unit: 'megabyte', maximumFractionDigits: 1 });
    expect(tenths(1.24)).toBe('1.2 MB');
    await chooseLanguage(['de-CH']);
    expect(tenths(1.24)).toMatch(/^1,2\sMB$/);
  });

  it('names the common classes, and any other as the model does', async () => {
    const said = () =>
      ['person', 'cell_phone', 'Dining Table', 'qr_code', 'constructor', '__proto__'].map(classIn);
    expect(said()).toEqual(['person', 'cell phone', 'Dining Table', 'qr code', 'constructor', '  proto  ']);
    await chooseLanguage(['de']);
    expect(said()).toEqual(['Person', 'Handy', 'Esstisch', 'qr code', 'constructor', '  proto  ']);
    expect(pageWords().results.nothing).toBe('Nichts im Bild');
  });
});

/** What is the same word in both. */
const SAME: Record<string, string[]> = {
  de: [
    'controls.workflow',
    'figures.rate',
    'browsers.chrome',
    'browsers.firefox',
    'browsers.safari',
    'habits.vibration',
    'hud.unitKbps',
  ],
};

/** As `{name}` in a text, or in one of its forms. */
const valuesIn = (text: unknown): string[] =>
  [...new Set([...JSON.stringify(text).matchAll(/\{(\w+)\}/g)].map(([, name]) => name!))].sort();

const inputOf = (text: unknown) => (typeof text === 'string' ? text : (text as { input: unknown }).input);

describe.each(Object.entries(LANGUAGES))('%s', (language, load) => {
  const pages = async () =>
    [
      [english, (await load()).default],
      [checkEnglish, (await CHECK_LANGUAGES[language]!()).default],
      [toolsEnglish, (await TOOLS_LANGUAGES[language]!()).default],
    ] as [Record<string, Record<string, unknown>>, Record<string, Record<string, unknown>>][];

  /** `page.section.name`, the English text, and the other. */
  const pairs = async () =>
    (await pages()).flatMap(([from, to]) =>
      Object.entries(from).flatMap(([section, texts]) =>
        Object.keys(texts).map(
          (name) => [`${section}.${name}`, inputOf(texts[name]), to[section]![name]] as const,
        ),
      ),
    );

  it('takes in the values that English does', async () => {
    const off = (await pairs()).filter(([, from, to]) => {
      // A form for one may say the number in words.
      const wanted = typeof from === 'string' ? valuesIn(from) : valuesIn(from).concat('count');
      return typeof from === 'string'
        ? valuesIn(to).join() !== wanted.join()
        : valuesIn(to).some((name) => !wanted.includes(name));
    });
    expect(off).toEqual([]);
  });

  it('has a form for each plural of the language', async () => {
    const { pluralCategories } = new Intl.PluralRules(language).resolvedOptions();
    const off = (await pairs()).filter(
      ([, from, to]) =>
        typeof from === 'object' && pluralCategories.some((form) => !(form in (to as object))),
    );
    expect(off).toEqual([]);
  });

  it('is no English that was left where it stood', async () => {
    const same = (await pairs()).filter(
      ([, from, to]) => from === to && /\p{Ll}{4}/u.test(String(to).replaceAll(/\{\w+\}/g, '')),
    );
    expect(same.map(([name]) => name)).toEqual(SAME[language] ?? []);
  });

  it('ends a sentence where English does', async () => {
    const ends = (text: unknown) => /[.!?]$/.test(String(text));
    const off = (await pairs()).filter(([, from, to]) => typeof from === 'string' && ends(from) !== ends(to));
    expect(off.map(([name]) => name)).toEqual(['actions.findOut']);
  });
});
