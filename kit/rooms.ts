/**
 * Which room of the house may import which: read from the files themselves, so that a new folder cannot slip
 * by.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

/**
 * What files of a room may import besides their own room. `types`: by `import type` alone. `forTests`:
 * nothing that is shipped, so that it may use other rooms' fakes.
 */
type Room = { knows: readonly string[]; types?: readonly string[]; forTests?: boolean };
/** By path from the root, without extension: a folder with all that is not a room of its own, or one file. */
export type Rooms = Readonly<Record<string, Room>>;
/** Source by path from the root. */
export type Sources = ReadonlyMap<string, string>;

type Import = { path: string; isType: boolean };

const SOURCE = /\.(ts|tsx|mjs)$/;
/** May import what they like, and nothing that is shipped may import them. */
const TEST = /\.test(-d)?\.|(^|\/)(fakes|testing|fixtures)(\/|\.|$)/;
const IMPORT =
  /^\s*(?:import|export)\b\s*(type\b)?(?:[^'";]*?\bfrom\s*)?['"](\.[^'"]+)['"]|\bimport\(\s*['"](\.[^'"]+)['"]\s*\)/gm;

/** All source below these folders of the root. */
export function readSources(root: string, folders: readonly string[]): Sources {
  const sources = new Map<string, string>();
  for (const folder of folders)
    for (const entry of readdirSync(join(root, folder), { withFileTypes: true, recursive: true })) {
      const path = join(entry.parentPath, entry.name).slice(root.length + 1);
      if (entry.isFile() && SOURCE.test(path) && !path.includes('node_modules'))
        sources.set(path, readFileSync(join(root, path), 'utf8'));
    }
  return sources;
}

/** One line for each import that leads where it must not, and each file that lives in no room. */
export function strayImports(sources: Sources, rooms: Rooms): string[] {
  return [...sources]
    .filter(([path]) => !TEST.test(path))
    .flatMap(([path, text]) => strays(path, text, rooms));
}

/** Folders with more than `most` files on one floor, tests and stand-ins apart. */
export function crowded(sources: Sources, most: number): string[] {
  const floors = new Map<string, number>();
  for (const path of sources.keys())
    if (!TEST.test(path)) floors.set(dirname(path), (floors.get(dirname(path)) ?? 0) + 1);
  return [...floors].filter(([, files]) => files > most).map(([floor, files]) => `${floor}: ${files}`);
}

/** The rooms of a circle, if the table has one: then "downwards" would mean nothing. */
export function circleOf(rooms: Rooms): string[] | null {
  const done = new Set<string>();
  const walk = (name: string, way: string[]): string[] | null => {
    if (way.includes(name)) return [...way.slice(way.indexOf(name)), name];
    if (done.has(name)) return null;
    const { knows = [], types = [] } = rooms[name] ?? {};
    const circle = [...knows, ...types]
      .map((next) => walk(next, [...way, name]))
      .find((found) => found !== null);
    done.add(name);
    return circle ?? null;
  };
  return (
    Object.keys(rooms)
      .map((name) => walk(name, []))
      .find((found) => found !== null) ?? null
  );
}

function strays(path: string, text: string, rooms: Rooms): string[] {
  const home = roomOf(path, rooms);
  const room = home === null ? undefined : rooms[home];
  if (!room) return [`${path} lives in no room`];
  return importsOf(path, text).flatMap((target) => {
    if (TEST.test(target.path) && !room.forTests)
      return [`${path} imports ${target.path}, which is for tests`];
    const there = roomOf(target.path, rooms) ?? target.path;
    const allowed = [home, ...room.knows, ...(target.isType ? (room.types ?? []) : [])];
    return allowed.includes(there) ? [] : [`${path} imports ${target.path}: ${home} may not know ${there}`];
  });
}

function importsOf(path: string, text: string): Import[] {
  return [...text.matchAll(IMPORT)].map(([, type, from, called]) => ({
    path: normalize(join(dirname(path), from ?? called ?? '')),
    isType: type !== undefined,
  }));
}

/** The innermost room that holds this path. */
function roomOf(path: string, rooms: Rooms): string | null {
  const bare = path.replace(SOURCE, '');
  const around = Object.keys(rooms).filter((room) => bare === room || bare.startsWith(`${room}/`));
  return around.sort((a, b) => b.length - a.length)[0] ?? null;
}
