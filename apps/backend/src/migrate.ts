import { Migrator } from "kysely";
import type { Database } from "./database";
import { tables } from "./migrations/001-tables";
import { firstRows } from "./migrations/002-first-rows";

/** In the order of their names. One that was released is never changed: a change is another migration. */
const migrations = { "001-tables": tables, "002-first-rows": firstRows };

/**
 * Brings the tables up to date. Any number of tasks may do this at once: Kysely's migrator works under a lock of the
 * database (GET_LOCK), and whoever comes later finds nothing to do.
 *
 * A database that is newer than this program is left alone, so that an old task can start again during a deployment.
 */
export async function migrate(database: Database): Promise<void> {
  const migrator = new Migrator({
    db: database,
    provider: { getMigrations: () => Promise.resolve(migrations) },
  });
  const known = await migrator.getMigrations();
  if (known.every(({ executedAt }) => executedAt !== undefined)) return;
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined)
    throw error instanceof Error ? error : new Error("The migration failed", { cause: error });
}
