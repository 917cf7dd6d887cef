import { expect, it, vi } from 'vitest';
import { runLive } from './runLive';

const node = (code: string) => ({ program: process.execPath, args: ['-e', code], limitMinutes: 1 });

it('holds back what a command prints until it has ended, all of it', async () => {
  const printed: string[] = [];
  const told = vi.spyOn(process.stdout, 'write').mockImplementation((part) => printed.push(String(part)) > 0);
  const exit = runLive(
    node('console.log("a"); console.error("b"); setTimeout(() => process.exit(3), 200)'),
    true,
  );
  try {
    expect(printed).toEqual([]);
    expect(await exit).toBe(3);
  } finally {
    told.mockRestore();
  }
  expect(printed.join('')).toMatch(/^a\nb\n$|^b\na\n$/);
});

it('fails where the program is not there', async () => {
  const told = vi.spyOn(console, 'error').mockImplementation(() => {});
  expect(await runLive({ program: 'no-such-program', args: [], limitMinutes: 1 }, true)).toBe(1);
  expect(told.mock.calls.flat().join()).toMatch(/no-such-program could not be started/);
  told.mockRestore();
});
