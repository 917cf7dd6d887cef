/** What Vite has built: the page names its entry and what that imports; the rest is named in the files. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Scripts } from './scripts';

const NAMED_BY_PAGE = /(?:src|href)="([^"]+\.m?js)"/g;
/**
 * `import("./x.js")`, `from"./x.js"`, and the list of files that Vite has fetched along with one. A path from the
 * root on is the service worker's, whose script is no part of the page.
 */
const NAMED_BY_FILE = /["'`]((?:\.{1,2}\/)?[\w~-][\w./~-]*\.m?js)["'`]/g;

/** @param folder with the page's index.html */
export function viteScripts(folder: string): Scripts {
  const page = readFileSync(join(folder, 'index.html'), 'utf8');
  const named = [...page.matchAll(NAMED_BY_PAGE)].map(([, path = '']) => join(folder, path));
  const firstPaint = new Set(named.filter(existsSync));
  return { firstPaint, all: reached(firstPaint, folder) };
}

/** These files and all that they name. */
function reached(from: ReadonlySet<string>, folder: string): Set<string> {
  const all = new Set(from);
  // A set hands out what is added while it is walked.
  for (const file of all)
    for (const [, path = ''] of readFileSync(file, 'utf8').matchAll(NAMED_BY_FILE))
      for (const place of [join(dirname(file), path), join(folder, path)])
        if (existsSync(place)) all.add(place);
  return all;
}
