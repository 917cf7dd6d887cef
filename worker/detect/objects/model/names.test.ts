import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readNames, splitLabels } from './names';

/** Python's repr() of a string. */
function repr(name: string): string {
  const quote = name.includes("'") && !name.includes('"') ? '"' : "'";
  const escaped = name.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\t', '\\t');
  return quote + (quote === "'" ? escaped.replaceAll("'", "\\'") : escaped) + quote;
}

const name = fc.string({ unit: fc.constantFrom(...`ab :,{}[]'"\\\n\t0é😀`), minLength: 0, maxLength: 8 });
/** Of one line, and nothing at its ends. */
const cleaned = (text: string) => text.replaceAll(/[\n\t]+/g, ' ').trim();
const read = (text: string) => readNames(text, 'Its file');

describe('readNames', () => {
  it('reads dicts, objects and lists as Python and JSON write them, in any order of keys', () => {
    fc.assert(
      fc.property(fc.array(name, { minLength: 1, maxLength: 6 }), (names) => {
        const wanted = { names: names.map(cleaned), wrong: null };
        const items = names.map((each, at) => `${at}: ${repr(each)}`);
        expect(read(`{${items.join(', ')}}`)).toEqual(wanted);
        expect(read(`{${items.toReversed().join(', ')}}`)).toEqual(wanted);
        expect(read(`[${names.map(repr).join(', ')}]`)).toEqual(wanted);
        expect(read(JSON.stringify(names))).toEqual(wanted);
        expect(read(JSON.stringify({ ...names }, null, 2))).toEqual(wanted);
      }),
    );
  });

  it.each([
    [`{"0":"cat","1":"dog"}`, ['cat', 'dog']],
    [`["0", "1"]`, ['0', '1']],
    [`{0: '7', 1: '8'}`, ['7', '8']],
    [`{'0': 'cat', '1': 'dog'}`, ['cat', 'dog']],
    [`{"cat": 0, "dog": 1}`, ['cat', 'dog']],
    [
      String.raw`{0: 'caf\xe9', 1: '\u00e9', 2: '\U0001f600', 3: "driver's"}`,
      ['café', 'é', '😀', "driver's"],
    ],
    [String.raw`["\ud83d\ude00", "a\/b", "c\"d"]`, ['😀', 'a/b', 'c"d']],
    [`{0: u'cat', 1: b'dog'}`, ['cat', 'dog']],
    [`{0: 'cat', 1: 'dog',}`, ['cat', 'dog']],
    ['cat, dog', ['cat', 'dog']],
    ['cat\ndog\n', ['cat', 'dog']],
    ['{0: 7, 1: 8}', ['7', '8']],
    [`{0: 'a', 2: 'b'}`, ['a', '', 'b']],
  ])('reads %s', (text, names) => {
    expect(read(text)).toEqual({ names, wrong: null });
  });

  it.each([
    [`{0: 'cat', 1: None}`, ['cat'], /has a name that cannot be used/],
    [`["cat", null, {"name": "dog"}, "cow"]`, ['cat', '', '', 'cow'], /has 2 names that cannot be used/],
    [`{0: 'cat', 1: 'do`, ['cat'], /break off after "cat"/],
    [`{0: 'cat', 99999999: 'dog'}`, ['cat'], /a name that cannot be used/],
    [`{0: 'cat', 'x': 'dog'}`, ['cat'], /a name that cannot be used/],
    ['{0: cat}', [], /no class in a way that can be read/],
    ['{}', [], /no class in a way that can be read/],
    ['[]', [], /no class in a way that can be read/],
    ['circle', [], /in no way that can be read/],
    ['(too long)', [], /in no way that can be read/],
  ])('uses what it can of %s, and says what was wrong', (text, names, wrong) => {
    const found = read(text);
    expect(found.names).toEqual(names);
    expect(found.wrong).toMatch(wrong);
  });

  it('says nothing where there is nothing', () => {
    expect(read(' ')).toEqual({ names: [], wrong: null });
  });

  it('ends on anything, with lines that can be shown', () => {
    fc.assert(
      fc.property(fc.oneof(name, fc.string({ unit: 'binary', maxLength: 60 })), (text) => {
        for (const each of [`{${text}}`, `[${text}]`, text, `{0: '${text}'}`]) {
          for (const one of read(each).names) expect(one).not.toMatch(/[\p{Cc}\u2028]/u);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('is quick on a MB, and cuts names without end', () => {
    const started = performance.now();
    expect(read(`{0: '${'é'.repeat(2 ** 20)}'}`).names[0]).toHaveLength(100);
    expect(read(`['${'\\x41'.repeat(2 ** 18)}']`).names[0]).toBe('A'.repeat(100));
    expect(read(`[${"'a',".repeat(2 ** 18)}]`).names).toHaveLength(10_000);
    expect(read('{'.repeat(2 ** 20)).names).toEqual([]);
    expect(read(`['${'\\'.repeat(2 ** 20)}`).names).toEqual([]);
    expect(performance.now() - started).toBeLessThan(5000);
  });
});

describe('splitLabels', () => {
  it.each([
    ['cat, dog ,bird', ['cat', 'dog', 'bird']],
    ['cat\r\ntraffic light, red\n\n', ['cat', 'traffic light, red']],
    ['cat,,bird,', ['cat', '', 'bird']],
    [' , ', []],
  ])('%j', (text, names) => {
    expect(splitLabels(text)).toEqual(names);
  });
});
