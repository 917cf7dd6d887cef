import { expect, test } from 'vitest';
import { rehearse } from './rehearsal';

// Where a walk is refused half-way, what lies behind is left to the first visitor.
test('each walk goes its route to the end', async () => {
  expect(await rehearse()).toEqual(Array(8).fill(200));
});
