import { describe, expect, it } from 'vitest';
import { Refusal } from '../errors';
import { PLAIN } from '../pictures/types';
import { checkOutputNames, chooseOutputs, switchStream, toOutputMode, toStreamMode } from './outputs';

describe('toOutputMode', () => {
  it.each([
    [null, { kind: 'none' }],
    [undefined, { kind: 'none' }],
    [[], { kind: 'none' }],
    [[null, ''], { kind: 'none' }],
    [['*'], { kind: 'all' }],
    [['*', ''], { kind: 'all' }],
    [['a', null], { kind: 'some', names: ['a'] }],
    [['*', 'a'], { kind: 'some', names: ['*', 'a'] }],
  ])('reads %j', (names, mode) => {
    expect(toOutputMode(names)).toEqual(mode);
  });
});

describe('stream_output', () => {
  it.each([
    [null, { kind: 'first' }, null],
    [[], null, { kind: 'nothing' }],
    [['', null], null, { kind: 'nothing' }],
    [['', 'b', 'a'], { kind: 'named', name: 'b' }, { kind: 'named', name: 'b' }],
  ])('%j: none of it ends the video of a session that has one', (names, atStart, later) => {
    expect(toStreamMode(names)).toEqual(atStart);
    if (names) expect(switchStream(names)).toEqual(later);
  });
});

describe('chooseOutputs', () => {
  const workflow = { outputs: ['a', 'picture', 'b'], pictures: new Map([['picture', PLAIN]]) };

  it('gives all but the pictures, some, or none', () => {
    expect(chooseOutputs({ kind: 'none' }, workflow)).toEqual({ names: [], errors: [] });
    expect(chooseOutputs({ kind: 'all' }, workflow)).toEqual({ names: ['a', 'b'], errors: [] });
    const some = chooseOutputs({ kind: 'some', names: ['b', 'picture'] }, workflow);
    expect(some).toEqual({ names: ['b', 'picture'], errors: [] });
  });

  it('says which name it does not have, even one that every object has', () => {
    const { names, errors } = chooseOutputs({ kind: 'some', names: ['a', 'toString', '*'] }, workflow);
    expect(names).toEqual(['a']);
    expect(errors).toEqual(['toString', '*'].map((name) => `The workflow has no output "${name}".`));
  });
});

describe('checkOutputNames', () => {
  it('lets through what the workflow has, and "*" alone for data', () => {
    checkOutputNames('data_output', ['*'], ['predictions']);
    checkOutputNames('data_output', ['predictions'], ['predictions']);
    checkOutputNames('stream_output', ['', null], ['predictions']);
    // The first name alone counts.
    checkOutputNames('stream_output', ['predictions', 'no such'], ['predictions']);
    expect(() => checkOutputNames('stream_output', ['*'], ['predictions'])).toThrow(Refusal);
    expect(() => checkOutputNames('data_output', ['*', 'predictions'], ['predictions'])).toThrow(Refusal);
  });

  it('refuses another name the hosted way', () => {
    try {
      checkOutputNames('data_output', ['boxes'], ['predictions']);
      expect.unreachable();
    } catch (error) {
      const { status, body } = error as Refusal;
      expect(status).toBe(400);
      expect(body).toMatchObject({ error_type: 'WebRTCConfigurationError' });
      expect(JSON.stringify(body)).toMatch(/boxes.*It has: predictions/);
    }
  });
});
