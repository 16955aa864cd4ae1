import type { Connection } from "mysql2/promise";
import { z } from "zod";
import type { DatabaseConfig } from "./config";
import { item, listOf, notification } from "./schemas";
import { ask, startTestBackend, untilReady, type TestBackend } from "./testing/client";
import { connectTo, startMariaDb, whenInstalled, type TestDatabases } from "./testing/servers";

jest.setTimeout(120_000);

const OK = { code: 200, msg: "OK" };
const wrong = (msg: string): object => ({ status: 400, body: { code: 0, msg } });
const TIMESTAMP = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/;

whenInstalled("mariadbd")("the API, on a real database", () => {
  let mariadb: TestDatabases;
  let database: DatabaseConfig;
  let backend: TestBackend;
  let db: Connection;
  beforeAll(async () => {
    mariadb = await startMariaDb();
    database = await mariadb.create("api");
    backend = await startTestBackend(database);
    await untilReady(backend.port);
    db = await connectTo(database);
  });
  afterAll(async () => {
    await db.end();
    await backend.stop();
    await mariadb.remove();
  });
  beforeEach(async () => {
    await db.query("truncate Item");
    await db.query("truncate Notification");
  });

  const get = (path: string) => ask(backend.port, path);
  const post = (path: string, body: unknown, headers = {}) => ask(backend.port, path, body, headers);
  const add = (more = {}) => post("/v1/Item", { title: "Tea", name: "Green", img: "tea.png", ...more });
  const items = async (query = "") =>
    listOf(item)
      .strict()
      .parse((await get(`/v1/Items${query}`)).body).data;
  const notify = (title: string, unread = 1) =>
    db.query("insert into Notification (title, description, category, unread) values (?, 'd', 'c', ?)", [
      title,
      unread,
    ]);
  const notifications = async (query = "") =>
    listOf(notification)
      .strict()
      .parse((await get(`/v1/Notifications${query}`)).body).data;

  test.each(["/", "/healthcheck"])("%s answers null", async (path) => {
    expect(await get(path)).toMatchObject({ status: 200, body: null });
  });

  test("a greeting", async () => {
    expect(await get("/v1/helloworld")).toMatchObject({ status: 200, body: { data: "Hello world" } });
  });

  test("an item is created, listed, marked and filtered", async () => {
    expect(await items()).toEqual([]);
    expect(await add()).toMatchObject({ status: 200, body: OK });
    await add({ title: "Cake" });
    const times = {
      createdAt: expect.stringMatching(TIMESTAMP) as string,
      updatedAt: expect.stringMatching(TIMESTAMP) as string,
    };
    const tea = { id: 1, title: "Tea", name: "Green", favorite: false, img: "tea.png", ...times };
    expect(await items()).toEqual([tea, { ...tea, id: 2, title: "Cake" }]);

    const marked = await post("/v1/Item/favorite", { id: 1, favorite: true });
    expect(marked).toMatchObject({ status: 200, body: { ...tea, favorite: true } });
    expect((await items("?favorite=true")).map(({ id }) => id)).toEqual([1]);
    expect((await items("?favorite=false")).map(({ id }) => id)).toEqual([2]);
    expect((await items("?favorite=")).map(({ id }) => id)).toEqual([1, 2]);

    // The same once more changes nothing, and is no error.
    expect(await post("/v1/Item/favorite", { id: 1, favorite: true })).toMatchObject({ status: 200 });
    expect(await post("/v1/Item/favorite", { id: 1, favorite: false })).toMatchObject({
      body: { favorite: false },
    });
    expect(await items("?favorite=true")).toEqual([]);
  });

  test("times are UTC, wherever the server stands", async () => {
    await db.query("set global time_zone = '+09:00'");
    const other = await startTestBackend(database);
    try {
      await ask(other.port, "/v1/Item", { title: "Tea", name: "Green", img: "x" });
      const [created] = await items();
      expect(Math.abs(Date.parse(`${String(created?.createdAt)}Z`) - Date.now())).toBeLessThan(3_600_000);
    } finally {
      await other.stop();
      await db.query("set global time_zone = 'SYSTEM'");
    }
  });

  test("an unknown id is 404", async () => {
    expect(await post("/v1/Item/favorite", { id: 99, favorite: true })).toMatchObject({
      status: 404,
      body: { code: 0, msg: "There is no item with the id 99" },
    });
  });

  test("notifications: all, one, how many are unread, and all read", async () => {
    await notify("first", 0);
    await notify("second");
    await notify("third");
    expect((await notifications()).map(({ title, unread }) => [title, unread])).toEqual([
      ["third", true],
      ["second", true],
      ["first", false],
    ]);
    expect((await notifications("?id=2")).map(({ title }) => title)).toEqual(["second"]);
    expect((await notifications("?id=")).length).toBe(3);
    expect(await notifications("?id=9")).toEqual([]);
    expect((await get("/v1/Notifications/Count")).body).toEqual({ data: 2 });

    const read = await post("/v1/Notifications/Read", {});
    expect(read.status).toBe(200);
    expect(notification.strict().parse(read.body)).toMatchObject({ title: "third", unread: false });
    expect((await get("/v1/Notifications/Count")).body).toEqual({ data: 0 });
  });

  test("nothing to read is a notification too, and needs no body", async () => {
    const read = await fetch(`http://127.0.0.1:${backend.port}/v1/Notifications/Read`, { method: "POST" });
    expect(notification.strict().parse(await read.json())).toMatchObject({ id: 0, unread: false });
  });

  test.each<[string, unknown, string]>([
    ["no field", {}, "No name param found"],
    ["only a name", { name: "n" }, "No title param found"],
    ["no picture", { name: "n", title: "t" }, "No img param found"],
    ["an empty name", { name: "", title: "t", img: "i" }, "No name param found"],
    ["a number", { name: 1, title: "t", img: "i" }, "name must be a text"],
    ["null", { name: "n", title: null, img: "i" }, "title must be a text"],
    ["a list", [], "The body must be a JSON object"],
    ["a text", '"name"', "The body must be a JSON object"],
    ["null as a whole", "null", "No name param found"],
    [
      "too long a name",
      { name: "n".repeat(256), title: "t", img: "i" },
      "name must have at most 255 characters",
    ],
    [
      "too long a title",
      { name: "n", title: "t".repeat(256), img: "i" },
      "title must have at most 255 characters",
    ],
    [
      "too long an address",
      { name: "n", title: "t", img: "i".repeat(1025) },
      "img must have at most 1024 characters",
    ],
    ["broken JSON", '{"name":', "Body is not valid JSON but content-type is set to 'application/json'"],
    ["no JSON", "", "Body cannot be empty when content-type is set to 'application/json'"],
    [
      "a prototype",
      '{"__proto__":{"name":"n"},"title":"t","img":"i"}',
      "Body is not valid JSON but content-type is set to 'application/json'",
    ],
  ])("an item with %s is refused", async (_what, body, msg) => {
    expect(await post("/v1/Item", body)).toMatchObject(wrong(msg));
    expect(await items()).toEqual([]);
  });

  test("an item without a body is refused", async () => {
    const answer = await fetch(`http://127.0.0.1:${backend.port}/v1/Item`, { method: "POST" });
    expect([answer.status, await answer.json()]).toEqual([400, { code: 0, msg: "No name param found" }]);
  });

  const ID = "id must be a whole number from 1 to 2147483647";
  test.each<[object, string]>([
    [{}, "No id param found"],
    [{ id: 1 }, "No favorite param found"],
    [{ id: "1", favorite: true }, ID],
    [{ id: "1 OR 1=1", favorite: true }, ID],
    [{ id: 1.5, favorite: true }, ID],
    [{ id: 0, favorite: true }, ID],
    [{ id: -1, favorite: true }, ID],
    [{ id: 2_147_483_648, favorite: true }, ID],
    [{ id: 1e300, favorite: true }, ID],
    [{ id: { $ne: 1 }, favorite: true }, ID],
    [{ id: 1, favorite: "true" }, "favorite must be true or false"],
    [{ id: 1, favorite: 1 }, "favorite must be true or false"],
  ])("a mark with %j is refused", async (body, msg) => {
    await add();
    expect(await post("/v1/Item/favorite", body)).toMatchObject(wrong(msg));
    expect(await items("?favorite=true")).toEqual([]);
  });

  test.each<[string, string]>([
    ["/v1/Items?favorite=1", "favorite must be true or false"],
    ["/v1/Items?favorite=TRUE", "favorite must be true or false"],
    ["/v1/Items?favorite=true%20OR%201=1", "favorite must be true or false"],
    ["/v1/Items?favorite=true&favorite=false", "favorite must be true or false"],
    ["/v1/Notifications?id=1%20OR%201=1", ID],
    ["/v1/Notifications?id=0", ID],
    ["/v1/Notifications?id=-1", ID],
    ["/v1/Notifications?id=9999999999", ID],
    ["/v1/Notifications?id=1&id=2", ID],
  ])("%s is refused", async (path, msg) => {
    await notify("one");
    expect(await get(path)).toMatchObject(wrong(msg));
  });

  test.each([
    "'; drop table Item; --",
    "<script>alert(1)</script>",
    '\\"\\\\ \\0 %_ ` ${1}',
    "\u0000\b\n\u202e",
    "日本語 한국어 🍣👩‍👩‍👧‍👦",
    "🍣".repeat(127),
  ])("%j is a text like any other", async (text) => {
    expect(await add({ title: text, name: text })).toMatchObject({ status: 200 });
    expect(await items()).toMatchObject([{ title: text, name: text }]);
  });

  test("a longest text is kept whole", async () => {
    const longest = { title: "日".repeat(255), name: "é".repeat(255), img: "i".repeat(1024) };
    expect(await add(longest)).toMatchObject({ status: 200 });
    expect(await items()).toMatchObject([longest]);
  });

  test.each(["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"])(
    "%s is 415",
    async (type) => {
      const answer = await post("/v1/Item", "name=n", { "content-type": type });
      expect(answer).toMatchObject({ status: 415, body: { code: 0 } });
    },
  );

  test("10 MB are 413, with a length and without", async () => {
    const large = "x".repeat(10_000_000);
    const tooLarge = { status: 413, body: { code: 0, msg: "Request body is too large" } };
    expect(await post("/v1/Item", { title: large, name: "n", img: "i" })).toMatchObject(tooLarge);
    const chunks = new Blob([large]).stream();
    const answer = await fetch(`http://127.0.0.1:${backend.port}/v1/Item`, {
      ...{ method: "POST", body: chunks, duplex: "half", headers: { "content-type": "application/json" } },
    });
    expect(answer.status).toBe(413);
    expect(await items()).toEqual([]);
  });

  test.each([
    "/nowhere",
    "/v1/items",
    "/v1/Item",
    "/v1/Items/",
    "/v1/%2e%2e/etc/passwd",
    "//",
    "/v1/Items%00",
  ])("%s is 404 in the form of every error", async (path) => {
    const answer = await get(path);
    expect(z.strictObject({ code: z.literal(0), msg: z.string() }).parse(answer.body)).toBeTruthy();
    expect(answer.status).toBe(404);
  });

  test("a path that can't be decoded is 400 in the form of every error", async () => {
    expect(await get("/v1/%ff")).toMatchObject({ status: 400, body: { code: 0 } });
  });

  test("a request keeps its id, or gets one, in the answer and in the log", async () => {
    const given = await ask(backend.port, "/v1/Items", undefined, { "x-request-id": "from-the-page.1" });
    expect(given.headers.get("x-request-id")).toBe("from-the-page.1");
    expect(backend.lines.filter(({ reqId }) => reqId === "from-the-page.1")).toMatchObject([
      { level: "info", msg: "answered", method: "GET", url: "/v1/Items", statusCode: 200 },
    ]);
    for (const bad of ["", "a b", "x".repeat(129), '{"a":1}']) {
      const made = await ask(backend.port, "/v1/Items", undefined, { "x-request-id": bad });
      expect(made.headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/);
    }
  });

  test("the document is served as it is written", async () => {
    const { body } = await get("/openapi.json");
    expect(body).toMatchObject({ openapi: "3.1.0", paths: { "/v1/Items": {} } });
  });

  test("a database error is 500, says nothing of its cause, and is logged with it", async () => {
    await db.query("rename table Item to Gone");
    try {
      for (const answer of [
        await get("/v1/Items"),
        await add(),
        await post("/v1/Item/favorite", { id: 1, favorite: true }),
      ]) {
        expect(answer).toMatchObject({ status: 500 });
        expect(answer.body).toEqual({ code: 500, msg: "The database can't be asked at the moment" });
      }
    } finally {
      await db.query("rename table Gone to Item");
    }
    const failed = backend.lines.filter(({ msg }) => msg === "failed");
    expect(failed).toHaveLength(3);
    expect(failed[0]?.err?.message).toContain("doesn't exist");
    expect(JSON.stringify(failed)).not.toContain("tea.png");
  });
});
