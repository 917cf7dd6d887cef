import { assertType, describe, it } from 'vitest';
import type { Translation } from './translation';
import { words } from './words';

describe('the catalogue', () => {
  it('knows its texts and what they take in', () => {
    const { status, controls, results } = words();
    assertType<string>(status.paused);
    assertType<string>(controls.nextLens({ index: 1, count: 2 }));
    assertType<string>(results.unreadable(2));
    // @ts-expect-error no such text
    status.pausd;
    // @ts-expect-error no such section
    words().stats;
    // @ts-expect-error a missing value
    controls.nextLens({ index: 1 });
    // @ts-expect-error a value that the text does not have
    controls.zoom({ factor: 1, unit: 'x' });
    // @ts-expect-error how many?
    results.unreadable();
    // @ts-expect-error a text without its values
    assertType<string>(controls.zoom);
  });

  it('asks another language for every text, in a form for each plural', () => {
    const texts = {} as Translation;
    assertType<Translation['update']>({ title: 'Aktualizacja', ready: 'Jest nowa wersja.' });
    // @ts-expect-error `ready` is missing
    assertType<Translation['update']>({ title: 'Aktualizacja' });
    // @ts-expect-error `old` is nowhere in English
    assertType<Translation['update']>({ title: 'Aktualizacja', ready: 'Jest.', old: '' });
    assertType<Translation>({
      ...texts,
      retry: { ...texts.retry, hours: { one: 'a', few: 'b', many: 'c' } },
    });
    // @ts-expect-error one form for all numbers
    assertType<Translation>({ ...texts, retry: { ...texts.retry, hours: '{count} godzin' } });
  });
});
