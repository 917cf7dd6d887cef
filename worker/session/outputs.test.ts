import { describe, expect, it } from 'vitest';
import { Refusal } from '../errors';
import { checkOutputNames, selectOutputs, toOutputMode } from './outputs';

describe('toOutputMode', () => {
  it.each([
    [null, { kind: 'none' }],
    [undefined, { kind: 'none' }],
    [[], { kind: 'none' }],
    [[null, ''], { kind: 'none' }],
    [['*'], { kind: 'all' }],
    [['a', null], { kind: 'some', names: ['a'] }],
  ])('reads %j', (names, mode) => {
    expect(toOutputMode(names)).toEqual(mode);
  });
});

describe('selectOutputs', () => {
  const outputs = { a: 1, b: 2 };

  it('gives all, some or none', () => {
    expect(selectOutputs({ kind: 'none' }, outputs)).toEqual({ data: null, errors: [] });
    expect(selectOutputs({ kind: 'all' }, outputs)).toEqual({ data: outputs, errors: [] });
    expect(selectOutputs({ kind: 'some', names: ['b'] }, outputs)).toEqual({ data: { b: 2 }, errors: [] });
  });

  it('says which name it does not have, even one that every object has', () => {
    const { data, errors } = selectOutputs({ kind: 'some', names: ['a', 'toString'] }, outputs);
    expect(data).toEqual({ a: 1 });
    expect(errors).toEqual(['The workflow has no output "toString".']);
    expect(selectOutputs({ kind: 'some', names: ['c'] }, outputs).data).toBeNull();
  });
});

describe('checkOutputNames', () => {
  it('lets through what the workflow has, and "*" for data alone', () => {
    checkOutputNames('data_output', ['*'], ['predictions']);
    checkOutputNames('data_output', ['predictions'], ['predictions']);
    checkOutputNames('stream_output', ['', null], ['predictions']);
    expect(() => checkOutputNames('stream_output', ['*'], ['predictions'])).toThrow(Refusal);
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
