import { CompiledQuery, Kysely, MysqlDialect } from "kysely";
import { createPool } from "mysql2";
import type { DatabaseConfig } from "./config";
import type { Tables } from "./tables";

export type Database = Kysely<Tables>;

/** How long a connection may take to be made, in milliseconds. */
const CONNECT_TIMEOUT = 3_000;

/**
 * What each connection is told first: times are UTC wherever the server stands, and nobody waits for another's lock longer
 * than a client waits for an answer.
 */
const SESSION = "set time_zone = '+00:00', lock_wait_timeout = 10, innodb_lock_wait_timeout = 10";

/**
 * A pool of connections to MySQL or MariaDB. None is made before the first query, so this needs no database; a connection
 * that breaks leaves the pool, and the next query makes another.
 */
export function openDatabase({ tls, ...server }: DatabaseConfig): Database {
  const pool = createPool({
    ...server,
    connectionLimit: 10,
    connectTimeout: CONNECT_TIMEOUT,
    // A server that vanished without a word (a failover) is noticed on idle connections after about twenty seconds.
    keepAliveInitialDelay: 10_000,
    dateStrings: true,
    // mysql2 knows the certificate authorities of RDS.
    ...(tls && { ssl: "Amazon RDS" }),
  });
  return new Kysely<Tables>({
    dialect: new MysqlDialect({
      pool,
      onCreateConnection: async (connection) => {
        await connection.executeQuery(CompiledQuery.raw(SESSION));
      },
    }),
  });
}
