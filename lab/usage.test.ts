import { expect, it } from 'vitest';
import { USAGE, wantsHelp } from './usage';

it('knows each flag that the lab reads', () => {
  const flags = [...USAGE.matchAll(/--([a-z]+)/g)].map(([, name]) => name);
  expect(new Set(flags).size).toBe(14);
  expect(wantsHelp(['--suite', 'speed', '--times', '7', '--once'])).toBe(false);
  expect([wantsHelp(['--help']), wantsHelp(['-h'])]).toEqual([true, true]);
});

it.each([['--dial', '3'], ['speed']])('refuses %s', (...args) => {
  expect(() => wantsHelp(args)).toThrow(TypeError);
});
