/** One of the two servers of the bench, in a process of its own: `ours` or `plain`, on the database that DB_* name. */
import type { AddressInfo } from "node:net";
import { createLog, startBackend } from "../backend";
import { readConfig } from "../config";
import { openDatabase } from "../database";
import { databaseStore } from "../store";
import { plainServer } from "./plain";

/** What it says to the bench: where it listens, and, asked by any message, its memory after a garbage collection. */
export type Said = { readonly port: number } | { readonly heap: number; readonly rss: number };

const say = (said: Said): void => void process.send?.(said);

async function serve(kind: string): Promise<number> {
  const config = { ...readConfig(process.env), port: 0 };
  if (kind === "ours") return (await startBackend(config)).port;
  const server = plainServer(databaseStore(openDatabase(config.database)), createLog(config.logLevel));
  server.keepAliveTimeout = 75_000;
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port;
}

process.on("message", () => {
  globalThis.gc?.();
  const { heapUsed: heap, rss } = process.memoryUsage();
  say({ heap, rss });
});
process.on("disconnect", () => process.exit());
void serve(process.argv[2] ?? "").then((port) => {
  say({ port });
});
