import { execFile, execFileSync, spawn, type ChildProcessWithoutNullStreams } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { randomBytes } from "node:crypto";
import { hash } from "bcryptjs";

/** Why tests can't use Docker on this machine, in a sentence; undefined where they can. */
export function dockerProblem(): string | undefined {
  return problemOf("Docker", "docker", ["version", "--format", "{{.Server.Version}}"]);
}

/** Why {@link startRegistry} can't work on this machine, in a sentence; undefined where it can. */
export function registryProblem(): string | undefined {
  // Elsewhere Docker runs in a virtual machine, whose 127.0.0.1 is another one.
  if (process.platform !== "linux") return "a registry on 127.0.0.1 is reached by Docker on Linux only";
  return problemOf("The program docker-registry", "docker-registry", ["--version"]);
}

/** Why a program can't be used on this machine, in a sentence; undefined where it runs. */
export function problemOf(what: string, program: string, args: readonly string[]): string | undefined {
  try {
    execFileSync(program, args, { stdio: ["ignore", "ignore", "pipe"], timeout: 30_000 });
    return undefined;
  } catch (error) {
    const { code, stderr } = error as NodeJS.ErrnoException & { stderr?: Buffer };
    if (code === "ENOENT") return `${what} is not installed`;
    return `${what} does not answer: ${stderr?.toString().trim() ?? String(error)}`;
  }
}

/** The start of a jest block: `describe`, or one which is skipped and says why. In CI nothing is skipped: it fails. */
type Block = (title: string, tests: () => void) => void;

/** `describe` for tests which something may keep from working here, in a sentence. */
export function unless(problem: string | undefined): Block {
  if (problem === undefined) return describe;
  return (title, tests) => {
    if (process.env.CI === "true") {
      describe(title, () => {
        test("has what it needs", () => {
          throw new Error(problem);
        });
      });
    } else {
      process.stderr.write(`Skipped: ${title}. ${problem}.\n`);
      describe.skip(title, tests);
    }
  };
}

/** `describe` for tests which need Docker. */
export const whenDocker: Block = (title, tests) => {
  unless(dockerProblem())(title, tests);
};

/** `describe` for tests which need Docker and a registry to push to. */
export const whenRegistry: Block = (title, tests) => {
  unless(dockerProblem() ?? registryProblem())(title, tests);
};

/** Runs Docker's client and returns what it prints. Throws with its messages where it fails. */
export async function docker(...args: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)("docker", args, { maxBuffer: 64 * 1024 * 1024 });
  return stdout.trim();
}

/** A registry for images on this machine which is up. */
export interface Registry {
  /** `127.0.0.1:PORT`. Without TLS, which Docker accepts of this address. */
  readonly address: string;
  /** As ECR has it. */
  readonly username: "AWS";
  readonly password: string;
  /** The variables with which the emulator's ECR is this registry. */
  readonly variables: Readonly<Record<string, string>>;
  /** Ends the registry and removes what was pushed. */
  stop(): Promise<void>;
}

/** Where a registry that starts listens, from its log. */
function addressOf(child: ChildProcessWithoutNullStreams): Promise<string> {
  return new Promise((resolve, reject) => {
    let log = "";
    const read = (data: Buffer): void => {
      if (log.length < 20_000) log += data.toString();
      const found = /listening on (127\.0\.0\.1:\d+)/.exec(log)?.[1];
      if (found !== undefined) resolve(found);
    };
    child.stdout.on("data", read);
    child.stderr.on("data", read);
    child.once("error", reject);
    child.once("exit", () => {
      reject(new Error(`The registry did not start:\n${log}`));
    });
  });
}

/** Starts Debian's docker-registry on a free port, empty, for one user with a password of its own. */
export async function startRegistry(): Promise<Registry> {
  const folder = await mkdtemp(join(tmpdir(), "strata-registry-"));
  const username = "AWS";
  const password = randomBytes(24).toString("base64url");
  const htpasswd = join(folder, "htpasswd");
  await writeFile(htpasswd, `${username}:${await hash(password, 10)}\n`);
  // YAML, of which JSON is a part.
  await writeFile(
    join(folder, "config.yml"),
    JSON.stringify({
      version: 0.1,
      log: { level: "info", formatter: "text" },
      storage: { filesystem: { rootdirectory: join(folder, "images") }, delete: { enabled: true } },
      http: { addr: "127.0.0.1:0" },
      auth: { htpasswd: { realm: "strata", path: htpasswd } },
    }),
  );
  const child = spawn("docker-registry", ["serve", join(folder, "config.yml")]);
  const kill = (): void => void child.kill();
  process.once("exit", kill);
  const address = await addressOf(child);
  return {
    address,
    username,
    password,
    variables: {
      STRATA_EMULATOR_REGISTRY: address,
      STRATA_EMULATOR_REGISTRY_USER: username,
      STRATA_EMULATOR_REGISTRY_PASSWORD: password,
    },
    stop: async () => {
      process.removeListener("exit", kill);
      if (child.exitCode === null) {
        const exit = once(child, "exit");
        child.kill();
        await exit;
      }
      await rm(folder, { recursive: true });
    },
  };
}
