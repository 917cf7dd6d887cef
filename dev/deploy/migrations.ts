import { readdirSync } from 'node:fs';
import { applyMigrations, startEmptyDatabase } from '../../kit/process/database';
import { EVERYONE, spend } from '../../proxy/guard/budget/ledger';

/** Applies `migrations/` to a new database, as D1 runs it, and lets the proxy use the tables once. */
export async function migrationProblems(folder: string): Promise<string[]> {
  const names = readdirSync(folder).sort();
  const odd = names.filter((name, index) => !name.startsWith(`${String(index + 1).padStart(4, '0')}_`));
  const wrong = [...odd, ...names.filter((name) => !name.endsWith('.sql'))];
  if (wrong.length > 0)
    return [...new Set(wrong)].map((name) => `migrations/${name} should be the next NNNN_what.sql.`);
  const { db, stop } = startEmptyDatabase();
  try {
    await applyMigrations(db, folder);
    const claim = { scope: EVERYONE, kind: 'photos', amount: 1, cap: 1, endsMs: 2 } as const;
    const [first, second] = [await spend(db, [claim], 1), await spend(db, [claim], 1)];
    return first === null && second !== null ? [] : ['The migrated tables do not hold a budget.'];
  } catch (thrown) {
    return [`The migrations do not apply: ${thrown instanceof Error ? thrown.message : thrown}`];
  } finally {
    await stop();
  }
}
