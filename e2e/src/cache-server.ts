import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";

/** The program of turborepo-remote-cache, a server that anybody can run. */
const PROGRAM = join(dirname(require.resolve("turborepo-remote-cache")), "cli.js");

/** A server for Turborepo's remote cache, which keeps what it gets in a folder. Several can share one. */
export class CacheServer {
  private constructor(
    private readonly child: ChildProcess,
    readonly url: string,
  ) {}

  static async start(options: { folder: string; token: string; readOnly: boolean }): Promise<CacheServer> {
    const child = spawn(process.execPath, [PROGRAM], {
      env: {
        PATH: process.env.PATH,
        HOST: "127.0.0.1",
        PORT: "0",
        TURBO_TOKEN: options.token,
        READ_ONLY: String(options.readOnly),
        STORAGE_PROVIDER: "local",
        STORAGE_PATH: options.folder,
        STORAGE_PATH_USE_TMP_FOLDER: "false",
      },
      stdio: ["ignore", "pipe", "inherit"],
    });
    const url = await new Promise<string>((resolve, reject) => {
      let log = "";
      child.stdout.on("data", (data: Buffer) => {
        log += data.toString();
        const found = /http:\/\/127\.0\.0\.1:\d+/.exec(log)?.[0];
        if (found !== undefined) resolve(found);
      });
      child.once("exit", () => {
        reject(new Error(`The cache server did not start:\n${log}`));
      });
    });
    return new CacheServer(child, url);
  }

  async stop(): Promise<void> {
    const exit = once(this.child, "exit");
    this.child.kill();
    await exit;
  }
}

/** What a folder of the cache holds, by name. */
export const artifacts = (folder: string): string[] =>
  existsSync(folder)
    ? readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map(({ name }) => name)
        .sort()
    : [];
