/** Real servers for tests, started from Debian's programs on free ports, with their files in a temporary folder. */
import { execFileSync, spawn, spawnSync, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { chmodSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { connect, createServer, type AddressInfo } from "node:net";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { createConnection, type Connection } from "mysql2/promise";
import type { DatabaseConfig } from "../config";

/** A server that a test may stop and start again on its port. */
export interface TestServer {
  readonly port: number;
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Stops it for good and removes its files. */
  remove(): Promise<void>;
}

/** A MariaDB server with databases of its own for each test. */
export interface TestDatabases extends TestServer {
  /** A new, empty database. */
  create(name: string): Promise<DatabaseConfig>;
}

/**
 * `describe` where these programs are installed; else `describe.skip`, with the reason on stderr. In CI everything is installed,
 * so there the tests run, and fail without it.
 */
export function whenInstalled(...programs: readonly string[]): jest.Describe {
  const missing = programs.filter(
    (program) => spawnSync(program, ["--version"], { env: SEARCH }).error !== undefined,
  );
  if (missing.length === 0 || process.env.CI === "true") return describe;
  process.stderr.write(`Skipped: ${missing.join(" and ")} not installed.\n`);
  return describe.skip;
}

/** Debian keeps servers where a user's PATH doesn't look. */
const SEARCH = { ...process.env, PATH: `${process.env.PATH ?? ""}:/usr/sbin` };

/** A port on which nothing listens. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

/** Waits until a condition holds. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await sleep(50);
}

const accepts = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => {
      resolve(false);
    });
  });

/** Runs one program as a server, which is stopped by its own process id. */
function server(
  program: string,
  port: number,
  args: readonly string[],
  folder: string,
  isReady = (): boolean | Promise<boolean> => accepts(port),
): TestServer {
  let running: ChildProcess | undefined;
  const stop = async (): Promise<void> => {
    if (running?.exitCode === null && running.signalCode === null) {
      running.kill("SIGTERM");
      await once(running, "exit");
    }
    running = undefined;
  };
  return {
    port,
    stop,
    start: async () => {
      const started = spawn(program, args, { stdio: ["ignore", "ignore", "pipe"], env: SEARCH });
      running = started;
      let errors = "";
      started.stderr.on("data", (text: Buffer) => (errors += text.toString()));
      await until(() => {
        if (started.exitCode !== null) throw new Error(`${program} ended by itself:\n${errors}`);
        return isReady();
      });
    },
    remove: async () => {
      await stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Starts MariaDB, which takes about two seconds. */
export async function startMariaDb(): Promise<TestDatabases> {
  const folder = mkdtempSync(join(tmpdir(), "backend-mariadb-"));
  const socketPath = join(folder, "socket");
  const port = await freePort();
  const user = userInfo().username;
  chmodSync(folder, 0o755);
  const common = ["--no-defaults", `--datadir=${join(folder, "data")}`, `--user=${user}`];
  execFileSync(
    "mariadb-install-db",
    [...common, "--auth-root-authentication-method=normal", "--skip-test-db"],
    {
      stdio: "ignore",
      env: SEARCH,
    },
  );
  const mariadb = server(
    "mariadbd",
    port,
    [
      ...common,
      ...[`--port=${port}`, "--bind-address=127.0.0.1", `--socket=${socketPath}`],
      // Small and quick: these tables hold a few rows, and nobody needs them after a power failure.
      ...["--innodb-buffer-pool-size=16M", "--innodb-flush-log-at-trx-commit=0", "--skip-log-bin"],
    ],
    folder,
    // It listens on its port before it makes the socket.
    async () => existsSync(socketPath) && (await accepts(port)),
  );
  await mariadb.start();

  const asRoot = async (...statements: readonly string[]): Promise<void> => {
    const root = await createConnection({ socketPath, user: "root" });
    for (const statement of statements) await root.query(statement);
    await root.end();
  };
  await asRoot("create user 'app'@'%' identified by 'of a test'", "grant all on *.* to 'app'@'%'");
  return {
    ...mariadb,
    create: async (database) => {
      await asRoot(`drop database if exists ${database}`, `create database ${database}`);
      return { host: "127.0.0.1", port, user: "app", password: "of a test", database, tls: false };
    },
  };
}

/** A connection beside the backend's, to look behind its back. */
export const connectTo = ({ host, port, user, password, database }: DatabaseConfig): Promise<Connection> =>
  createConnection({ host, port, user, password, database });

/** Starts Redis, without files. */
export async function startRedis(): Promise<TestServer> {
  const folder = mkdtempSync(join(tmpdir(), "backend-redis-"));
  const port = await freePort();
  const redis = server(
    "redis-server",
    port,
    [`--port`, String(port), "--bind", "127.0.0.1", "--save", "", "--dir", folder],
    folder,
  );
  await redis.start();
  return redis;
}
