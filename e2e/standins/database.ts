/** D1 as Cloudflare's runtime has it, on this machine: SQLite in workerd, with the tables of `migrations/`. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { D1Database } from '@cloudflare/workers-types';
import { Miniflare } from 'miniflare';

const MIGRATIONS = join(import.meta.dirname, '..', '..', 'migrations');

export type Database = { db: D1Database; stop(): Promise<void> };

/** @param folder where its file lives, for a test that opens it again; without one it is gone with the process. */
export async function startDatabase({ folder }: { folder?: string } = {}): Promise<Database> {
  const miniflare = bare(folder);
  return { db: await databaseOf(miniflare), stop: () => miniflare.dispose() };
}

/** One without tables. */
export async function startEmptyDatabase(): Promise<Database> {
  const miniflare = bare();
  const db = (await miniflare.getD1Database('DB')) as unknown as D1Database;
  return { db, stop: () => miniflare.dispose() };
}

function bare(folder?: string): Miniflare {
  return new Miniflare({
    modules: true,
    script: 'export default { fetch: () => new Response() }',
    d1Databases: { DB: 'budget' },
    ...(folder === undefined ? {} : { d1Persist: folder }),
    host: '127.0.0.1',
    cf: false,
  });
}

/** The database that is bound as DB, migrated once. */
export async function databaseOf(miniflare: Miniflare): Promise<D1Database> {
  const db = (await miniflare.getD1Database('DB')) as unknown as D1Database;
  const found = await db.prepare("SELECT name FROM sqlite_master WHERE name = 'spent'").first();
  if (!found) await applyMigrations(db);
  return db;
}

/** Does what `wrangler d1 migrations apply` does with a new database.
 * @throws Error naming the file that the database did not take. */
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
