/**
 * The backend beside the same API in plain Node (plain.ts), on one MariaDB: rounds in turn, so that what else the machine
 * does hits both. Then 100,000 requests to the backend, and its memory before and after. It ends with 1 when a bound does
 * not hold.
 */
import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { openSync } from "node:fs";
import { join } from "node:path";
import autocannon from "autocannon";
import type { DatabaseConfig } from "../config";
import { openDatabase } from "../database";
import { migrate } from "../migrate";
import { databaseStore } from "../store";
import { startMariaDb } from "../testing/servers";
import type { Said } from "./serve";

const ROUNDS = 7;
const SECONDS = 3;
const CONNECTIONS = 20;
const ITEMS = 20;
/** Requests of the leak test: first as many as make caches and compiled code settle, then those which count. */
const SETTLING = 20_000;
const COUNTED = 100_000;

/** What must hold: a share of the plain server's throughput, and MiB by which memory may have grown. */
const LEAST_RATIO = 0.7;
const MOST_HEAP = 5;
const MOST_RSS = 48;

const PATHS = {
  "no database": "/v1/helloworld",
  items: "/v1/Items",
  filtered: "/v1/Items?favorite=true",
} as const;

interface Server {
  readonly process: ChildProcess;
  readonly url: string;
}

async function start(
  kind: "ours" | "plain",
  { host, port, user, password, database }: DatabaseConfig,
): Promise<Server> {
  const env = {
    DB_HOST: host,
    DB_PORT: String(port),
    DB_USERNAME: user,
    DB_PASSWORD: password,
    DB_NAME: database,
  };
  const child = fork(join(__dirname, "serve.js"), [kind], {
    ...{ env, execArgv: ["--expose-gc"] },
    // Both write their log, to where it costs nothing.
    stdio: ["ignore", openSync("/dev/null", "w"), "inherit", "ipc"],
  });
  const [said] = (await once(child, "message")) as [Said];
  return { process: child, url: `http://127.0.0.1:${"port" in said ? said.port : 0}` };
}

async function memory({ process: child }: Server): Promise<{ heap: number; rss: number }> {
  child.send("memory");
  const [said] = (await once(child, "message")) as [Said];
  return "heap" in said ? { heap: said.heap / 2 ** 20, rss: said.rss / 2 ** 20 } : { heap: 0, rss: 0 };
}

async function load(options: autocannon.Options): Promise<{ perSecond: number; p99: number }> {
  const { requests, latency, errors, timeouts, non2xx } = await autocannon({
    connections: CONNECTIONS,
    ...options,
  });
  if (errors + timeouts + non2xx > 0)
    throw new Error(`${errors + timeouts + non2xx} requests failed at ${options.url}.`);
  return { perSecond: requests.average, p99: latency.p99 };
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[values.length >> 1] ?? NaN;

function printTable(rows: readonly (readonly string[])[]): void {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]): string =>
    row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ");
  process.stdout.write(`${rows.map((row) => line(row).trimEnd()).join("\n")}\n\n`);
}

async function compare(ours: Server, plain: Server): Promise<boolean> {
  const rows = [["PATH", "REQUESTS/S", "PLAIN", "RATIO", "P99 MS", "PLAIN", "RATIO"]];
  let holds = true;
  for (const [name, path] of Object.entries(PATHS)) {
    const measured = {
      ours: [] as Awaited<ReturnType<typeof load>>[],
      plain: [] as Awaited<ReturnType<typeof load>>[],
    };
    for (const server of [ours, plain]) await load({ url: server.url + path, duration: 2 });
    for (let round = 0; round < ROUNDS; round++) {
      measured.ours.push(await load({ url: ours.url + path, duration: SECONDS }));
      measured.plain.push(await load({ url: plain.url + path, duration: SECONDS }));
    }
    // Each round is compared with the one beside it.
    const ratio = (key: "perSecond" | "p99"): number =>
      median(measured.ours.map((round, index) => round[key] / (measured.plain[index]?.[key] ?? NaN)));
    const figures = (key: "perSecond" | "p99"): string[] => [
      ...[measured.ours, measured.plain].map((rounds) =>
        median(rounds.map((round) => round[key])).toFixed(0),
      ),
      ratio(key).toFixed(2),
    ];
    holds &&= ratio("perSecond") >= LEAST_RATIO;
    rows.push([name, ...figures("perSecond"), ...figures("p99")]);
  }
  printTable(rows);
  return holds;
}

async function leak(ours: Server): Promise<boolean> {
  const requests: autocannon.Request[] = [
    ...Object.values(PATHS).map((path) => ({ path })),
    { path: "/v1/Notifications/Count" },
    { path: "/v1/Items?favorite=1" },
    { path: "/nowhere" },
    ...[true, false].map((favorite) => ({
      ...{
        method: "POST" as const,
        path: "/v1/Item/favorite",
        headers: { "content-type": "application/json" },
      },
      body: JSON.stringify({ id: 1, favorite }),
    })),
  ];
  const send = async (amount: number): Promise<void> => {
    const { errors, timeouts } = await autocannon({
      url: ours.url,
      connections: CONNECTIONS,
      amount,
      requests,
    });
    if (errors + timeouts > 0) throw new Error(`${errors + timeouts} requests got no answer.`);
  };
  await send(SETTLING);
  const before = await memory(ours);
  await send(COUNTED);
  const after = await memory(ours);
  const row = (name: string, key: "heap" | "rss"): string[] => [
    name,
    ...[before[key], after[key], after[key] - before[key]].map((value) => value.toFixed(1)),
  ];
  const head = [`MIB, ${COUNTED.toLocaleString("en")} REQUESTS`, "BEFORE", "AFTER", "GROWN"];
  printTable([head, row("heap after collection", "heap"), row("resident", "rss")]);
  return after.heap - before.heap <= MOST_HEAP && after.rss - before.rss <= MOST_RSS;
}

async function main(): Promise<void> {
  const mariadb = await startMariaDb();
  const servers: Server[] = [];
  try {
    const config = await mariadb.create("bench");
    const database = openDatabase(config);
    await migrate(database);
    const store = databaseStore(database);
    for (let index = 0; index < ITEMS; index++)
      await store.addItem({
        title: `Item ${index}`,
        name: "One of many",
        img: `https://example.com/${index}.png`,
      });
    await store.markItem(1, true);
    await database.destroy();

    const ours = await start("ours", config);
    const plain = await start("plain", config);
    servers.push(ours, plain);
    const fast = await compare(ours, plain);
    const tight = await leak(ours);
    if (!fast) process.stderr.write(`Fewer requests than ${LEAST_RATIO} of plain Node's.\n`);
    if (!tight)
      process.stderr.write(`Memory grew by more than ${MOST_HEAP} MiB of heap or ${MOST_RSS} MiB in all.\n`);
    process.exitCode = fast && tight ? 0 : 1;
  } finally {
    for (const server of servers) server.process.disconnect();
    await mariadb.remove();
  }
}

void main();
