/** The commands of the Markdown files, typed one after the other into a fresh clone that its owner alone may enter. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Clone, cloneTree } from '../../../kit/clone';
import { ROWS } from '../commands';
import { attempt, missing } from './attempt';

let clone: Clone;
beforeAll(() => {
  clone = cloneTree();
});
afterAll(() => clone?.remove());

const tried = ROWS.filter(({ way }) => way !== 'itself');

describe.each(tried)('$way: $command', (row) => {
  const absent = missing(row);

  it.skipIf(absent)(absent ? `(skipped: no "${absent}" here)` : 'does what it says', async () => {
    const { exit, said } = await attempt(row, clone.root);
    expect({ exit, said: said.slice(-3000) }).toMatchObject({ exit: row.tries.exit ?? 0 });
    for (const words of row.tries.prints ?? []) expect(said).toMatch(words);
  });
});
