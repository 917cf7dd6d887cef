import { expect, it } from 'vitest';
import { nameThrown } from './thrown';

function failInside(): never {
  throw new TypeError('key=secret in readOffer (x');
}

it('names class and function, never the message', () => {
  try {
    failInside();
  } catch (error) {
    expect(nameThrown(error)).toBe('TypeError in failInside');
  }
});

it.each([
  ['a key', 'string'],
  [undefined, 'undefined'],
  [Object.assign(new Error('secret'), { stack: undefined }), 'Error'],
  [Object.assign(new Error('secret'), { stack: 'Error: secret', name: 'a name with secret' }), 'Error'],
])('names what has no place, too (%#)', (thrown, name) => {
  expect(nameThrown(thrown)).toBe(name);
});

it('takes no line of the message for a place', () => {
  const error = new Error('first\n    at secretKey (x)');
  expect(nameThrown(error)).not.toContain('secretKey');
});
