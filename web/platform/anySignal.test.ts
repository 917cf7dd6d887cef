import { expect, it } from 'vitest';
import { anySignal } from './anySignal';

it('aborts with whichever comes first, and with one that was over before', () => {
  const [one, other] = [new AbortController(), new AbortController()];
  const joined = anySignal([one.signal, other.signal]);
  expect(joined.aborted).toBe(false);
  other.abort('other');
  one.abort('one');
  expect(joined.reason).toBe('other');
  expect(anySignal([AbortSignal.abort('before'), new AbortController().signal]).reason).toBe('before');
});
