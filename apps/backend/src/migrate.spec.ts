import type { Connection, RowDataPacket } from "mysql2/promise";
import type { DatabaseConfig } from "./config";
import { openDatabase } from "./database";
import { migrate } from "./migrate";
import { ask, killBackends, spawnBackend, startTestBackend, untilReady } from "./testing/client";
import { connectTo, startMariaDb, until, whenInstalled, type TestDatabases } from "./testing/servers";

jest.setTimeout(120_000);

whenInstalled("mariadbd")("migrations", () => {
  let mariadb: TestDatabases;
  beforeAll(async () => (mariadb = await startMariaDb()));
  afterEach(killBackends);
  afterAll(() => mariadb.remove());

  const run = async (config: DatabaseConfig): Promise<void> => {
    const database = openDatabase(config);
    await migrate(database).finally(() => database.destroy());
  };
  /** Works with a connection of its own. */
  const within = async <T>(config: DatabaseConfig, work: (db: Connection) => Promise<T>): Promise<T> => {
    const db = await connectTo(config);
    return work(db).finally(() => db.end());
  };
  const column = async (config: DatabaseConfig, query: string): Promise<unknown[]> =>
    within(config, async (db) =>
      (await db.query<RowDataPacket[]>(query))[0].map((row) => Object.values(row)[0] as unknown),
    );

  test("five processes at once make the tables and the first rows once", async () => {
    const config = await mariadb.create("at_once");
    const backends = await Promise.all([1, 2, 3, 4, 5].map(() => spawnBackend(config)));
    await Promise.all(backends.map(({ port }) => untilReady(port).catch(() => undefined)));
    await until(() =>
      backends.every(({ lines }) => lines.some(({ msg }) => msg === "the tables are up to date")),
    );
    expect(await column(config, "select name from kysely_migration order by name")).toEqual([
      "001-tables",
      "002-first-rows",
    ]);
    expect(await column(config, "select title from Item")).toHaveLength(2);
    expect(await column(config, "select title from Notification")).toHaveLength(2);
    for (const { lines } of backends) expect(lines.filter(({ level }) => level !== "info")).toEqual([]);
    for (const { process } of backends) process.kill("SIGTERM");
    expect((await Promise.all(backends.map(({ ended }) => ended))).map(({ code }) => code)).toEqual([
      0, 0, 0, 0, 0,
    ]);
  });

  test("the tables and rows of the sample stay as they are", async () => {
    const config = await mariadb.create("sample");
    await within(config, async (db) => {
      await db.query(
        "create table Item (id int auto_increment primary key, title varchar(255), name varchar(255), favorite tinyint(1)" +
          " default 0, img varchar(255), createdAt datetime default now(), updatedAt datetime default now(), extra int)",
      );
      await db.query("insert into Item (title, name, img) values ('theirs', 'n', 'i')");
    });
    await run(config);
    await run(config);
    expect(await column(config, "select title from Item")).toEqual(["theirs"]);
    expect(await column(config, "select title from Notification")).toHaveLength(2);
  });

  test("rows that were deleted do not come back", async () => {
    const config = await mariadb.create("deleted");
    await run(config);
    await within(config, (db) => db.query("delete from Item"));
    await run(config);
    expect(await column(config, "select title from Item")).toEqual([]);
  });

  test("a database that a newer program has migrated is left alone, and is ready", async () => {
    const config = await mariadb.create("newer");
    await run(config);
    await within(config, (db) =>
      db.query("insert into kysely_migration (name, timestamp) values ('003-of-tomorrow', '2099-01-01')"),
    );
    const backend = await startTestBackend(config);
    await untilReady(backend.port);
    await backend.stop();
  });

  test("a migration that fails is said and tried again until it succeeds", async () => {
    const config = await mariadb.create("tried_again");
    // A table of this name stands in the way, as the first rows don't fit into it.
    await within(config, (db) => db.query("create table Item (id int auto_increment primary key)"));
    const backend = await startTestBackend(config);
    await until(() => backend.lines.some(({ level }) => level === "warn"));
    expect((await ask(backend.port, "/readyz")).status).toBe(503);
    const missing = "title varchar(255), name varchar(255), img varchar(255)";
    await within(config, (db) => db.query(`alter table Item add (${missing})`));
    await untilReady(backend.port);
    await backend.stop();
  });
});
