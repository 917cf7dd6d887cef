import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseNames, splitLabels } from './names';

/** Python's repr() of a string. */
function repr(name: string): string {
  const quote = name.includes("'") && !name.includes('"') ? '"' : "'";
  const escaped = name.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\t', '\\t');
  return quote + (quote === "'" ? escaped.replaceAll("'", "\\'") : escaped) + quote;
}

const name = fc.string({ unit: fc.constantFrom(...`ab :,{}[]'"\\\n\t0é`), minLength: 0, maxLength: 8 });

describe('parseNames', () => {
  it('reads dicts and lists as Python writes them, in any order of keys', () => {
    fc.assert(
      fc.property(fc.array(name, { minLength: 1, maxLength: 6 }), (names) => {
        const items = names.map((each, at) => `${at}: ${repr(each)}`);
        expect(parseNames(`{${items.join(', ')}}`)).toEqual(names);
        expect(parseNames(`{${items.toReversed().join(', ')}}`)).toEqual(names);
        expect(parseNames(`[${names.map(repr).join(', ')}]`)).toEqual(names);
      }),
    );
  });

  it('reads JSON’s lists and escapes', () => {
    expect(parseNames(JSON.stringify(['a', 'b"c']))).toEqual(['a', 'b"c']);
    expect(parseNames(String.raw`{0: 'caf\xe9', 1: '\u00e9'}`)).toEqual(['café', 'é']);
  });

  it.each([
    '',
    '{}',
    '[]',
    'circle',
    "{0: 'a'",
    "{0: 'a', 2: 'b'}",
    '{0: a}',
    "{'a': 0}",
    "{0: 'a}",
    '[1, 2]',
  ])('takes %j for no names', (text) => {
    expect(parseNames(text)).toBeNull();
  });

  it('ends on anything', () => {
    fc.assert(fc.property(name, (text) => void parseNames(`{${text}}`)));
  });
});

describe('splitLabels', () => {
  it.each([
    ['cat, dog ,bird', ['cat', 'dog', 'bird']],
    ['cat\r\ntraffic light, red\n\n', ['cat', 'traffic light, red']],
    [' , ', []],
  ])('%j', (text, names) => {
    expect(splitLabels(text)).toEqual(names);
  });
});
