/** Which files and folders of the repository a Markdown file names, and whether they are there. */
import { basename, dirname, join } from 'node:path/posix';
import { blocksIn, type Command, proseOf, spansIn } from './markdown';

/** A name that fits no file, or more than one. */
type Misnamed = { line: number; name: string; perhaps: string[] };

const FILE =
  /^[\w.@[\]-]+(?:\/[\w.@[\]-]+)*\.(?:tsx?|mjs|jsonc?|md|css|sql|py|sh|ya?ml|html|wasm|onnx|c|txt|png)$/;
const FOLDER = /^(?:[\w.@-]+\/)+$/;
/** What a build or a run leaves behind. */
const MADE = /^(?:dist|node_modules|test-results|\.sightline|\.wrangler|tmp)\//;

/** In code within sentences and in diagrams, where commas, arrows and `<br/>` part the words. */
export function pathsIn(markdown: string): Command[] {
  const texts = [...spansIn(proseOf(markdown)), ...blocksIn(markdown, 'mermaid').flatMap(linesOf)];
  return texts.flatMap(({ text, line }) =>
    text
      .split(/<br\s*\/?>|[\s,;:|"'`(){}=>]+/)
      .filter((word) => (FILE.test(word) || FOLDER.test(word)) && !MADE.test(word))
      .map((word) => ({ text: word, line })),
  );
}

function linesOf({ text, line }: Command): Command[] {
  return text.split('\n').map((each, at) => ({ text: each, line: line + at }));
}

/**
 * A file may be named by the end of its path, where no other ends so; a folder by its whole path. So a file
 * that moves with its name leaves the papers true.
 */
export function misnamedIn(markdown: string, files: readonly string[]): Misnamed[] {
  return pathsIn(markdown).flatMap(({ text: name, line }) => {
    const found = placesOf(name, files);
    if (found.length === 1) return [];
    return [{ line, name, perhaps: found.length > 1 ? found : likely(name, files) }];
  });
}

function placesOf(name: string, files: readonly string[]): string[] {
  if (name.endsWith('/')) return files.some((path) => path.startsWith(name)) ? [name] : [];
  // README.md is the root's, though other folders have one.
  if (files.includes(name)) return [name];
  return files.filter((path) => path.endsWith(`/${name}`));
}

/** Where it may have moved to. */
function likely(name: string, files: readonly string[]): string[] {
  const last = basename(name);
  if (!name.endsWith('/')) return files.filter((path) => basename(path) === last);
  const folders = new Set(files.map((path) => `${dirname(path)}/`));
  return [...folders].filter((folder) => basename(folder) === last);
}

/** Where links lead that leave the file, as paths from the root. @param path the file's own. */
export function linksIn(path: string, markdown: string): string[] {
  const links = [...markdown.matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)].map(([, link]) => link!);
  return links.map((link) => join(dirname(path), link));
}
