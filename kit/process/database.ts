/** D1 as Cloudflare's runtime has it, here: SQLite in workerd, with the tables of `migrations/`. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { D1Database, D1PreparedStatement } from '@cloudflare/workers-types';
import { Miniflare } from 'miniflare';

const MIGRATIONS = join(import.meta.dirname, '..', '..', 'migrations');

export type Database = { db: D1Database; stop(): Promise<void> };

/** @param folder where its file lives, to be opened again; without one it goes with the process. */
export async function startDatabase(options: { folder?: string } = {}): Promise<Database> {
  const database = startEmptyDatabase(options);
  const { db } = database;
  const found = await db.prepare("SELECT name FROM sqlite_master WHERE name = 'spent'").first();
  if (!found) await applyMigrations(db);
  return database;
}

/** One without tables. */
export function startEmptyDatabase({ folder }: { folder?: string } = {}): Database {
  const miniflare = new Miniflare({
    modules: true,
    script: SCRIPT,
    d1Databases: { DB: 'budget' },
    ...(folder === undefined ? {} : { d1Persist: folder }),
    host: '127.0.0.1',
    cf: false,
  });
  return { db: clientOf(miniflare), stop: () => miniflare.dispose() };
}

type Verb = 'all' | 'first' | 'run';
type Question = { sql: string; values: unknown[]; verb: Verb };

/** Runs one statement for whoever asks. */
const SCRIPT = `export default {
  async fetch(request, { DB }) {
    const { sql, values, verb } = await request.json();
    try {
      return Response.json({ answer: await DB.prepare(sql).bind(...values)[verb]() });
    } catch (error) {
      return Response.json({ failure: error.message });
    }
  },
};`;

/**
 * What the proxy uses of D1. Not miniflare's own `getD1Database`: its `prepare` waits with Atomics for a
 * thread that first stores and then notifies (miniflare 4.20260426, fetch-sync.ts); on a busy machine the
 * notice comes in the next wait, and from then on each statement gets the answer of the one before.
 */
function clientOf(miniflare: Miniflare): D1Database {
  const ask = async (question: Question) => {
    const response = await miniflare.dispatchFetch('http://database/', {
      method: 'POST',
      body: JSON.stringify(question),
    });
    const { answer, failure } = (await response.json()) as { answer?: unknown; failure?: string };
    if (failure !== undefined) throw new Error(failure);
    return answer;
  };
  const statement = (sql: string, values: unknown[]) => ({
    bind: (...given: unknown[]) => statement(sql, given),
    all: () => ask({ sql, values, verb: 'all' }),
    first: () => ask({ sql, values, verb: 'first' }),
    run: () => ask({ sql, values, verb: 'run' }),
  });
  return { prepare: (sql: string) => statement(sql, []) as unknown as D1PreparedStatement } as D1Database;
}

/** As `wrangler d1 migrations apply` does. @throws Error naming the file that the database did not take. */
export async function applyMigrations(db: D1Database, folder = MIGRATIONS): Promise<void> {
  for (const name of readdirSync(folder).sort()) {
    const statements = readFileSync(join(folder, name), 'utf8').replace(/^\s*--.*$/gm, '');
    for (const statement of statements.split(';').filter((text) => text.trim() !== ''))
      await db
        .prepare(statement)
        .run()
        .catch((cause) => {
          throw new Error(`${name}: ${cause instanceof Error ? cause.message : cause}`, { cause });
        });
  }
}
