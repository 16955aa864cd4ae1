import type { Connection } from "mysql2/promise";
import { pino } from "pino";
import { openCache } from "./cache";
import type { DatabaseConfig } from "./config";
import { ask, startTestBackend, untilReady, type TestBackend } from "./testing/client";
import { connectTo, startMariaDb, startRedis, until, whenInstalled } from "./testing/servers";
import type { TestDatabases, TestServer } from "./testing/servers";

jest.setTimeout(120_000);

whenInstalled("mariadbd", "redis-server")("with Redis before the database", () => {
  let mariadb: TestDatabases;
  let redis: TestServer;
  let config: DatabaseConfig;
  let backend: TestBackend;
  let db: Connection;
  beforeAll(async () => {
    [mariadb, redis] = await Promise.all([startMariaDb(), startRedis()]);
    config = await mariadb.create("cached");
    backend = await startTestBackend(config, { redisUrl: `redis://127.0.0.1:${redis.port}` });
    await untilReady(backend.port);
    db = await connectTo(config);
  });
  afterAll(async () => {
    await db.end();
    await backend.stop();
    await mariadb.remove();
    await redis.remove();
  });

  const ids = async (query = ""): Promise<number[]> => {
    const { status, body } = await ask(backend.port, `/v1/Items${query}`);
    expect(status).toBe(200);
    return (body as { data: { id: number }[] }).data.map(({ id }) => id);
  };
  const unread = async (): Promise<unknown> => (await ask(backend.port, "/v1/Notifications/Count")).body;
  const add = () => ask(backend.port, "/v1/Item", { title: "t", name: "n", img: "i" });
  /** A change that the backend doesn't know of. */
  const behindItsBack = (statement: string) => db.query(statement);
  const said = (msg: string): number => backend.lines.filter((line) => line.msg === msg).length;
  const AWAY = "Redis is away: all answers come from the database";
  const THERE = "Redis is there";

  test("an answer is kept until a write makes it old", async () => {
    await until(() => said(THERE) === 1);
    expect(await ids()).toEqual([1, 2]);
    expect(await ids("?favorite=true")).toEqual([]);
    await behindItsBack("update Item set favorite = 1 where id = 1");
    await behindItsBack("delete from Item where id = 2");
    expect(await ids()).toEqual([1, 2]);
    expect(await ids("?favorite=true")).toEqual([]);

    await add();
    expect(await ids()).toEqual([1, 3]);
    expect(await ids("?favorite=true")).toEqual([1]);
    await ask(backend.port, "/v1/Item/favorite", { id: 3, favorite: true });
    expect(await ids("?favorite=true")).toEqual([1, 3]);
  });

  test("each group is forgotten by itself, and reading makes the count old", async () => {
    expect(await unread()).toEqual({ data: 2 });
    await behindItsBack("insert into Notification (title, description, category) values ('t', 'd', 'c')");
    await add();
    expect(await unread()).toEqual({ data: 2 });
    await ask(backend.port, "/v1/Notifications/Read", {});
    expect(await unread()).toEqual({ data: 0 });
  });

  test("what another task writes is seen at once", async () => {
    const other = await startTestBackend(config, { redisUrl: `redis://127.0.0.1:${redis.port}` });
    await until(() => other.lines.some(({ msg }) => msg === THERE));
    const before = await ids();
    await ask(other.port, "/v1/Item", { title: "t", name: "n", img: "i" });
    expect(await ids()).toHaveLength(before.length + 1);
    await other.stop();
  });

  test("an answer that was loaded before a write, and kept after it, is never given", async () => {
    const cache = openCache(`redis://127.0.0.1:${redis.port}`, pino({ level: "silent" }));
    const read = (load: () => Promise<string>) => cache.read("items", "race", load);
    await until(async () => {
      await read(() => Promise.resolve("kept"));
      return (await read(() => Promise.resolve("not kept"))) === "kept";
    });
    await cache.forget("items");
    const late = await read(async () => {
      await cache.forget("items");
      return "old";
    });
    expect([late, await read(() => Promise.resolve("new"))]).toEqual(["old", "new"]);
    cache.close();
  });

  test("without Redis everything works, and after it nothing old is given", async () => {
    const before = await ids();
    await redis.stop();
    await until(() => said(AWAY) === 1);
    await add();
    expect(await ids()).toHaveLength(before.length + 1);
    await behindItsBack("delete from Item where id = 1");
    // Nothing is kept.
    expect(await ids()).toHaveLength(before.length);
    expect((await ask(backend.port, "/readyz")).status).toBe(200);
    await redis.start();
    await until(() => said(THERE) === 2);
    expect(await ids()).toHaveLength(before.length);
    expect(said(AWAY)).toBe(1);
  });

  test("a backend that starts without Redis finds it later", async () => {
    await redis.stop();
    const late = await startTestBackend(config, { redisUrl: `redis://127.0.0.1:${redis.port}` });
    await untilReady(late.port);
    expect((await ask(late.port, "/v1/Items")).status).toBe(200);
    await redis.start();
    await until(() => late.lines.some(({ msg }) => msg === THERE));
    await late.stop();
  });
});
