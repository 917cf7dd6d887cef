/**
 * The papers name files that are there. Where this fails after a move, mend the papers: the failure says
 * where to, if it knows.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../../kit/process/paths';
import { trackedFiles } from '../../kit/stack/clone';
import { linksIn, misnamedIn, pathsIn } from './paths';

const files = trackedFiles();
/** Not the changelog: it tells of what is gone, too. */
const papers = files.filter((path) =>
  /^(?:README|CONTRIBUTING|SECURITY|docs\/.*|\.github\/.*)\.md$/.test(path),
);
const textOf = (path: string) => readFileSync(join(ROOT, path), 'utf8');

describe('names of files', () => {
  it('are found in sentences and in diagrams', () => {
    const text = [
      'Look at `web/app.ts`, `guard/`, `a.ts b.ts` and web/not.ts; `npx vitest run c/d.test.ts`.',
      '```mermaid',
      'flowchart LR',
      '  a["first<br/>one.ts, two.mjs"] -->|"three.ts"| b',
      '```',
    ].join('\n');
    const found = pathsIn(text).map(({ text: name, line }) => `${line} ${name}`);
    expect(found).toEqual([
      ...['1 web/app.ts', '1 guard/', '1 a.ts', '1 b.ts', '1 c/d.test.ts'],
      ...['4 one.ts', '4 two.mjs', '4 three.ts'],
    ]);
  });

  it('may be the end of a path that no other shares, and of a folder the whole', () => {
    const tree = ['a/b/one.ts', 'c/one.ts', 'c/two.ts', 'README.md', 'c/README.md'];
    expect(misnamedIn('`two.ts` `b/one.ts` `README.md` `a/b/` `c/`', tree)).toEqual([]);
    expect(misnamedIn('`one.ts`', tree)).toEqual([
      { line: 1, name: 'one.ts', perhaps: ['a/b/one.ts', 'c/one.ts'] },
    ]);
    expect(misnamedIn('`c/b/one.ts` `b/` `three.ts`', tree)).toEqual([
      { line: 1, name: 'c/b/one.ts', perhaps: ['a/b/one.ts', 'c/one.ts'] },
      { line: 1, name: 'b/', perhaps: ['a/b/'] },
      { line: 1, name: 'three.ts', perhaps: [] },
    ]);
  });
});

it('speaks of the papers that it is meant for', () => {
  expect(papers).toEqual(
    expect.arrayContaining(['README.md', 'CONTRIBUTING.md', 'docs/ARCHITECTURE.md', 'SECURITY.md']),
  );
  expect(pathsIn(textOf('docs/ARCHITECTURE.md')).length).toBeGreaterThan(50);
});

it.each(papers)('%s names only files that are there', (path) => {
  const wrong = misnamedIn(textOf(path), files);
  const words = wrong.map(({ line, name, perhaps }) => `${path}:${line} ${name}: ${perhapsIn(perhaps)}`);
  expect(words).toEqual([]);
});

function perhapsIn(places: string[]): string {
  return places.length === 0 ? 'no such file' : `perhaps ${places.join(' or ')}`;
}

it.each(papers)('%s links only to files that are there', (path) => {
  const gone = linksIn(path, textOf(path)).filter((target) => !existsSync(join(ROOT, target)));
  expect(gone).toEqual([]);
});
