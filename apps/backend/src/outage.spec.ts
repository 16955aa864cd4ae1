import { ask, killBackends, spawnBackend, startTestBackend, untilReady } from "./testing/client";
import { startMariaDb, until, whenInstalled, type TestDatabases } from "./testing/servers";

jest.setTimeout(120_000);
afterEach(killBackends);

whenInstalled("mariadbd")("while the database is away", () => {
  let mariadb: TestDatabases;
  beforeAll(async () => (mariadb = await startMariaDb()));
  afterAll(() => mariadb.remove());

  const FAILED = { status: 500, body: { code: 500, msg: "The database can't be asked at the moment" } };

  test("the backend starts, lives, isn't ready, and is as soon as the database comes", async () => {
    const config = await mariadb.create("late");
    await mariadb.stop();
    const backend = await startTestBackend(config);
    expect(await ask(backend.port, "/healthcheck")).toMatchObject({ status: 200, body: null });
    expect(await ask(backend.port, "/readyz")).toMatchObject({
      status: 503,
      body: { code: 503, msg: "The tables are not up to date yet" },
    });
    expect(await ask(backend.port, "/v1/Items")).toMatchObject(FAILED);
    await mariadb.start();
    await untilReady(backend.port);
    expect(await ask(backend.port, "/v1/Notifications/Count")).toMatchObject({
      status: 200,
      body: { data: 2 },
    });
    await backend.stop();
  });

  test("a backend at work says so, and goes on by itself when it is back", async () => {
    const backend = await startTestBackend(await mariadb.create("interrupted"));
    await untilReady(backend.port);
    // Several connections of the pool are open when the server goes.
    const together = (): Promise<unknown[]> =>
      Promise.all(Array.from({ length: 8 }, () => ask(backend.port, "/v1/Items")));
    await together();
    await mariadb.stop();
    expect(await together()).toMatchObject(Array(8).fill(FAILED));
    expect(await ask(backend.port, "/v1/Item", { title: "t", name: "n", img: "i" })).toMatchObject(FAILED);
    expect(await ask(backend.port, "/healthcheck")).toMatchObject({ status: 200 });
    expect(await ask(backend.port, "/readyz")).toMatchObject({
      status: 503,
      body: { code: 503, msg: "The database can't be reached" },
    });
    await mariadb.start();
    await untilReady(backend.port);
    expect(await together()).toMatchObject(Array(8).fill({ status: 200 }));
    await backend.stop();
  });

  test("it can be stopped", async () => {
    const config = await mariadb.create("never");
    await mariadb.stop();
    const backend = await spawnBackend(config);
    await until(() => backend.lines.some(({ level }) => level === "warn"));
    backend.process.kill("SIGTERM");
    expect(await backend.ended).toMatchObject({ code: 0 });
    await mariadb.start();
  });

  test("a wrong password is a reason not to be ready, and stands in no log", async () => {
    const config = { ...(await mariadb.create("password")), password: "not the one" };
    const backend = await startTestBackend(config);
    await until(() => backend.lines.some(({ level }) => level === "warn"));
    expect(await ask(backend.port, "/readyz")).toMatchObject({ status: 503 });
    expect(backend.lines.find(({ level }) => level === "warn")?.err?.message).toContain("Access denied");
    expect(JSON.stringify(backend.lines)).not.toContain("not the one");
    await backend.stop();
  });
});

test("a program that isn't configured ends with 3 and a sentence", async () => {
  const nothing = { host: "", port: 1, user: "", password: "", database: "", tls: false };
  const { code, stderr } = await (await spawnBackend(nothing)).ended;
  expect(code).toBe(3);
  expect(stderr).toBe(
    "The environment is not complete: DB_HOST must be set; DB_USERNAME must be set; DB_NAME must be set.\n",
  );
});
