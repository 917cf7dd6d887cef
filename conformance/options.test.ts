import { describe, expect, it } from 'vitest';
import { readOptions } from './options';

describe('readOptions', () => {
  const read = (...args: string[]) => readOptions(['--url', 'http://127.0.0.1:9001/', ...args], {});

  it('takes the origin without its slash, and the rest as it stands by default', () => {
    expect(read()).toMatchObject({ url: 'http://127.0.0.1:9001', quota: 10, promises: null, only: null });
  });

  it('reads lists and numbers', () => {
    const options = read('--only', '1,16', '--promises', 'gzip,quota', '--quota', '0', '--patience', '2.5');
    expect(options).toMatchObject({ only: [1, 16], promises: ['gzip', 'quota'], quota: 0, patience: 2.5 });
    expect(read('--promises', 'none').promises).toEqual([]);
  });

  it('takes the key from the environment, where no process list shows it', () => {
    const env = { CONFORMANCE_API_KEY: 'secret' };
    expect(readOptions(['--url', 'http://host:1'], env).apiKey).toBe('secret');
  });

  it.each([
    [[], '--url is missing'],
    [['--url', 'host:9001'], '--url must be an origin'],
    [['--url', 'http://host/path'], '--url must be an origin'],
    [['--url', 'http://host', '--promises', 'speed'], 'does not know "speed"'],
    [['--url', 'http://host', '--only', 'all'], '--only must be numbers'],
    [['--url', 'http://host', '--quota', '-1'], 'quota'],
    [['--url', 'http://host', '--nonsense'], "Unknown option '--nonsense'"],
  ])('refuses %j in one line', (args, words) => {
    expect(() => readOptions(args, {})).toThrow(words);
  });
});
