import { once } from "node:events";
import { Agent, request, type IncomingMessage } from "node:http";
import { connect } from "node:net";
import { join } from "node:path";
import { spawnSync } from "node:child_process";
import type { Connection, RowDataPacket } from "mysql2/promise";
import type { DatabaseConfig } from "./config";
import { ask, killBackends, spawnBackend, untilReady, type BackendProcess } from "./testing/client";
import { connectTo, startMariaDb, until, whenInstalled, type TestDatabases } from "./testing/servers";

jest.setTimeout(120_000);

whenInstalled("mariadbd")("SIGTERM", () => {
  let mariadb: TestDatabases;
  let config: DatabaseConfig;
  let db: Connection;
  beforeAll(async () => {
    mariadb = await startMariaDb();
    config = await mariadb.create("stopped");
    db = await connectTo(config);
  });
  afterEach(killBackends);
  afterAll(async () => {
    await db.end();
    await mariadb.remove();
  });

  const started = async (more = {}): Promise<BackendProcess> => {
    const backend = await spawnBackend(config, more);
    await untilReady(backend.port);
    return backend;
  };
  const refused = (port: number): Promise<boolean> =>
    new Promise((resolve) => {
      const socket = connect(port, "127.0.0.1");
      socket.once("error", () => {
        resolve(true);
      });
      socket.once("connect", () => {
        socket.destroy();
        resolve(false);
      });
    });
  /** How many requests wait for the locked table. */
  const waiting = async (): Promise<number> => {
    const [rows] = await db.query<RowDataPacket[]>(
      "select id from information_schema.processlist where state like '%lock%'",
    );
    return rows.length;
  };

  test("requests in flight are answered, new connections are refused, and it ends with 0", async () => {
    const backend = await started();
    const holder = await connectTo(config);
    await holder.query("lock tables Item write");
    const slow = [
      ask(backend.port, "/v1/Items"),
      ask(backend.port, "/v1/Item", { title: "in flight", name: "n", img: "i" }),
    ];
    await until(async () => (await waiting()) === 2);
    backend.process.kill("SIGTERM");
    await until(() => refused(backend.port));
    // Nothing was answered so far: they are still in flight.
    expect(backend.lines.filter(({ msg }) => msg === "answered")).toEqual([]);
    await holder.end();
    const answers = await Promise.all(slow);
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect(answers.map(({ headers }) => headers.get("connection"))).toEqual(["close", "close"]);
    expect(await backend.ended).toEqual({ code: 0, stderr: "" });
    const [rows] = await db.query<RowDataPacket[]>("select id from Item where title = 'in flight'");
    expect(rows).toHaveLength(1);
  });

  test("while it drains, /readyz says no and everything else is answered on connections that end", async () => {
    const backend = await started({ DRAIN_SECONDS: "2" });
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const get = async (path: string): Promise<IncomingMessage> => {
      const [answer] = (await once(request({ agent, port: backend.port, path }).end(), "response")) as [
        IncomingMessage,
      ];
      answer.resume();
      await once(answer, "end");
      return answer;
    };
    expect((await get("/v1/Items")).headers.connection).toBe("keep-alive");
    backend.process.kill("SIGTERM");
    await until(async () => (await ask(backend.port, "/readyz")).status === 503);
    expect((await ask(backend.port, "/readyz")).body).toEqual({ code: 503, msg: "The backend is stopping" });
    expect(await get("/v1/Items")).toMatchObject({ statusCode: 200, headers: { connection: "close" } });
    expect(await ask(backend.port, "/healthcheck")).toMatchObject({ status: 200 });
    expect(await backend.ended).toEqual({ code: 0, stderr: "" });
    agent.destroy();
  });

  test("connections that nobody uses hold nothing up", async () => {
    const backend = await started();
    const idle = connect(backend.port, "127.0.0.1");
    const closed = once(idle, "close");
    idle.write("GET /healthcheck HTTP/1.1\r\nHost: x\r\n\r\n");
    await once(idle, "data");
    backend.process.kill("SIGTERM");
    await closed;
    expect(await backend.ended).toEqual({ code: 0, stderr: "" });
  });

  test("the image's health check tells a backend that lives from one that doesn't", async () => {
    const backend = await started();
    const check = (): number | null =>
      spawnSync(process.execPath, [join(__dirname, "health-check.js")], {
        env: { PORT: String(backend.port) },
      }).status;
    expect(check()).toBe(0);
    backend.process.kill("SIGKILL");
    await backend.ended;
    expect(check()).toBe(1);
  });
});
