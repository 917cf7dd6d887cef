/** Each decision answers the same five questions, and ARCHITECTURE.md lists it. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ROOT } from '../../kit/process/paths';

const folder = join(ROOT, 'docs', 'decisions');
const names = readdirSync(folder).sort();
const textOf = (name: string) => readFileSync(join(folder, name), 'utf8');
const headings = (text: string) => [...text.matchAll(/^## (.+)$/gm)].map(([, heading]) => heading);

it('are numbered one after the other, in name and title alike', () => {
  const numbers = names.map((name) => name.slice(0, 3));
  expect(numbers).toEqual(names.map((_, at) => String(at + 1).padStart(3, '0')));
  expect(names.map((name) => /^# (\d{3}) \S/.exec(textOf(name))?.[1])).toEqual(numbers);
  expect(names.length).toBeGreaterThanOrEqual(12);
});

it.each(names)('%s says why, what, by which measure, with what consequences and until when', (name) => {
  const [context, decision, measure, ...rest] = headings(textOf(name));
  expect([context, decision, ...rest]).toEqual([
    'Context',
    'Decision',
    'Consequences',
    'What would change it',
  ]);
  expect(measure).toMatch(/^(Measured|Read)( and (measured|read))?$/);
});

it('are all in the table of ARCHITECTURE.md, with their titles', () => {
  const architecture = readFileSync(join(ROOT, 'docs', 'ARCHITECTURE.md'), 'utf8');
  const rows = [...architecture.matchAll(/^\| (\d{3}) \| \[(.+)\]\(decisions\/(.+)\) +\|$/gm)];
  const titles = names.map((name) => [name, /^# (.+)$/m.exec(textOf(name))?.[1]]);
  expect(rows.map(([, number, title, name]) => [name, `${number} ${title}`])).toEqual(titles);
});
