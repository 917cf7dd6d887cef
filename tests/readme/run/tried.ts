/** The commands of the Markdown files, typed one after the other into a fresh, private clone. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Clone, cloneTree } from '../../../kit/stack/clone';
import type { Row } from '../row';
import { attempt, missing, type Outcome } from './attempt';

/** The tests of these rows: a file of them for each part of the table, two of which run at a time. */
export function tryRows(rows: readonly Row[]): void {
  let clone: Clone;
  beforeAll(() => {
    clone = cloneTree();
  });
  afterAll(() => clone?.remove());

  /** One help text answers for several rows. */
  const helped = new Map<string, Promise<Outcome>>();

  function outcomeOf(row: Row): Promise<Outcome> {
    const { typed } = row.tries;
    if (!typed?.includes('--help')) return attempt(row, clone.root);
    const outcome = helped.get(typed) ?? attempt(row, clone.root);
    helped.set(typed, outcome);
    return outcome;
  }

  const tried = rows.filter(({ way }) => way !== 'itself');

  describe.each(tried)('$way: $command', (row) => {
    const absent = missing(row);

    it.skipIf(absent)(absent ? `(skipped: no "${absent}" here)` : 'does what it says', async () => {
      const { exit, said } = await outcomeOf(row);
      expect({ exit, said: said.slice(-3000) }).toMatchObject({ exit: row.tries.exit ?? 0 });
      for (const words of row.tries.prints ?? []) expect(said).toMatch(words);
    });
  });
}
