import { spawn, type ChildProcess } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Event } from "../events";
import { Run, type RunInfo } from "../run";

/** How a program ended. */
export interface Outcome {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Waits for a program's end and gathers its output. */
export async function outcomeOf(child: ChildProcess): Promise<Outcome> {
  const output = { stdout: "", stderr: "" };
  child.stdout?.on("data", (data: Buffer) => (output.stdout += data.toString()));
  child.stderr?.on("data", (data: Buffer) => (output.stderr += data.toString()));
  const [exitCode] = (await once(child, "close")) as [number | null];
  return { exitCode, ...output };
}

/** An S3 and STS which know a few objects and an account. */
export class FakeAws {
  /** Texts by `/bucket/key`. */
  readonly objects = new Map<string, string>();
  /** What the credentials may not read, as `/bucket/key`. */
  readonly forbidden: string[] = [];
  account = "123456789012";
  hasBuckets = true;

  private constructor(private readonly server: Server) {}

  static async start(): Promise<FakeAws> {
    const server = createServer();
    const aws = new FakeAws(server);
    server.on("request", (request, response) => {
      const url = new URL(request.url ?? "", "http://x");
      const object = aws.objects.get(url.pathname);
      if (url.pathname === "/") {
        response.end(
          `<GetCallerIdentityResponse><GetCallerIdentityResult><Account>${aws.account}</Account>` +
            "</GetCallerIdentityResult></GetCallerIdentityResponse>",
        );
      } else if (request.method === "HEAD") {
        response.writeHead(aws.hasBuckets ? 200 : 404).end();
      } else if (aws.forbidden.includes(url.pathname)) {
        response.writeHead(403).end("<Error><Code>AccessDenied</Code><Message>no right</Message></Error>");
      } else if (object === undefined) {
        response.writeHead(404).end("<Error><Code>NoSuchKey</Code><Message>none</Message></Error>");
      } else {
        response.end(object);
      }
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    return aws;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  stop(): void {
    this.server.closeAllConnections();
    this.server.close();
  }
}

/**
 * A workspace with one synthesized layer, `alpha`, and a Terraform which is a shell script: what the worker does
 * can be seen without a provider and an account.
 */
export class FakeWorkspace {
  readonly root = mkdtempSync(join(tmpdir(), "strata-worker-"));
  readonly layer = join(this.root, "packages/alpha");
  readonly stack = join(this.layer, "cdktf.out/stacks/alpha");
  readonly run: Run;

  constructor() {
    this.write("pnpm-workspace.yaml", "packages: []\n");
    this.writeJson("packages/alpha/package.json", { name: "@x/alpha", exports: { "./layer": "./layer.js" } });
    this.writeJson("packages/alpha/cdktf.out/stacks/alpha/cdk.tf.json", {
      "//": {
        strata: {
          layer: "alpha",
          owner: "@x/team",
          environment: "dev",
          contract: { name: "alpha", version: 1, digest: "d" },
          reads: [],
        },
      },
      provider: { aws: [{ allowed_account_ids: ["123456789012"] }] },
      resource: { aws_ecr_repository: { api: { name: "api" } } },
      terraform: { backend: { s3: { bucket: "states", key: "dev/alpha.tfstate", region: "eu-west-1" } } },
    });
    this.run = Run.create(this.root, {
      command: "deploy",
      environment: "dev",
      layers: ["alpha"],
      schemaServer: false,
    });
  }

  /** Makes the run another one than the deployment that it is at first. */
  describeRun(change: Partial<RunInfo>): void {
    const file = join(this.run.directory, "run.json");
    const info = JSON.parse(readFileSync(file, "utf8")) as RunInfo;
    writeFileSync(file, JSON.stringify({ ...info, ...change }));
  }

  /** The record of a worker at work, or of a killed one. */
  get workFile(): string {
    return join(this.root, ".strata/running/dev-alpha.json");
  }

  /**
   * Makes Terraform do this, as the body of a shell script in which `$1` is the command. Every call is noted.
   * `say` prints a line of JSON output of the given type and fields.
   */
  terraform(script: string): void {
    const file = join(this.root, "bin/terraform");
    this.write(
      "bin/terraform",
      `#!/bin/sh\necho "$*" >> ${join(this.root, "calls")}\nmkdir -p .terraform/providers\nsay() { echo "{\\"type\\":\\"$1\\",$2}"; }\n${script}\n`,
    );
    chmodSync(file, 0o755);
  }

  /** The commands that Terraform was called with. */
  get calls(): string[] {
    const file = join(this.root, "calls");
    if (!existsSync(file)) return [];
    const lines = readFileSync(file, "utf8").trim().split("\n");
    return lines.map((line) => line.split(" ")[0] ?? "");
  }

  get events(): Event[] {
    if (!existsSync(this.run.eventsFile)) return [];
    return readFileSync(this.run.eventsFile, "utf8")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as Event);
  }

  /** How the worker said that it ended. */
  get end(): Event | undefined {
    return this.events.findLast(({ type }) => type === "finished" || type === "failed");
  }

  get notices(): string[] {
    return this.events.flatMap((event) => (event.type === "notice" ? [event.message] : []));
  }

  start(command: string, aws: Pick<FakeAws, "url">, env: NodeJS.ProcessEnv = {}): ChildProcess {
    return spawn(process.execPath, [join(__dirname, "../worker/main.js"), command], {
      cwd: this.layer,
      env: {
        ...process.env,
        PATH: `${join(this.root, "bin")}:/usr/bin:/bin`,
        AWS_ENDPOINT_URL: aws.url,
        AWS_ACCESS_KEY_ID: "x",
        AWS_SECRET_ACCESS_KEY: "x",
        STRATA_RUN_DIR: this.run.directory,
        ...env,
      },
    });
  }

  write(file: string, text: string): void {
    const path = join(this.root, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }

  writeJson(file: string, value: unknown): void {
    this.write(file, JSON.stringify(value));
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}

/** Waits until something is so. */
export async function until(condition: () => boolean, limit = 15_000): Promise<void> {
  for (const end = Date.now() + limit; !condition(); ) {
    if (Date.now() > end) throw new Error(`It did not become so: ${condition.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
