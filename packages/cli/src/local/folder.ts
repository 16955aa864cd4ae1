import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import {
  localBusy,
  localSecretsMissing,
  localSecretsUnreadable,
  passwordOf,
  StrataError,
  type Environment,
  type LocalManifest,
} from "../core";
import { isAlive, processId, type ProcessId } from "../process-id";
import { readText } from "../read-text";

/** The file with a person's own values, which is never removed. */
const OWN_SECRETS = "secrets.json";

interface StackJson {
  readonly "//": { readonly strata: LocalManifest };
  readonly terraform: object;
  readonly resource?: Readonly<
    Record<
      string,
      Readonly<Record<string, { readonly "//": { readonly metadata: { readonly path: string } } }>>
    >
  >;
}

interface StateJson {
  readonly resources?: readonly {
    readonly instances: readonly { readonly attributes: { readonly id?: string } }[];
  }[];
}

/** What `strata local` keeps of an environment: `.strata/local/<environment>`, which nobody else may read. */
export class LocalFolder {
  readonly path: string;

  constructor(
    root: string,
    readonly environment: string,
  ) {
    this.path = join(root, ".strata", "local", environment);
  }

  /** Where the stack is synthesized and Terraform works, with the state. */
  get directory(): string {
    return join(this.path, "stacks", "local");
  }

  get logFile(): string {
    return join(this.path, "terraform.log");
  }

  get stack(): StackJson {
    return JSON.parse(readFileSync(join(this.directory, "cdk.tf.json"), "utf8")) as StackJson;
  }

  get isSynthesized(): boolean {
    return existsSync(join(this.directory, "cdk.tf.json"));
  }

  /** What the names of an environment begin with in Docker, as far as is known without synthesizing it. */
  prefixOf({ namePrefix }: Environment): string {
    return this.isSynthesized ? this.stack["//"].strata.prefix : namePrefix;
  }

  /** The IDs of everything that Terraform knows of. */
  get knownIds(): ReadonlySet<string> {
    const file = join(this.directory, "terraform.tfstate");
    const text = existsSync(file) ? readFileSync(file, "utf8") : "";
    const { resources = [] } = (text.trim() === "" ? {} : JSON.parse(text)) as StateJson;
    return new Set(
      resources.flatMap(({ instances }) => instances.flatMap(({ attributes }) => attributes.id ?? [])),
    );
  }

  /**
   * Does work while nobody else does any on this environment.
   * @throws localBusy
   */
  async locked<T>(command: string, work: () => Promise<T>): Promise<T> {
    mkdirSync(this.path, { recursive: true, mode: 0o700 });
    const file = join(this.path, "lock");
    const mine = JSON.stringify({ command, process: processId(process.pid) });
    for (;;) {
      try {
        writeFileSync(file, mine, { flag: "wx" });
        break;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
        const holder = lockHolder(file);
        if (holder !== undefined && isAlive(holder.process)) {
          throw localBusy(this.environment, holder.command, holder.process.pid);
        }
        // What a killed command has left behind.
        rmSync(file, { force: true });
      }
    }
    try {
      return await work();
    } finally {
      rmSync(file, { force: true });
    }
  }

  /** A person's own values, by the names of the secrets. @throws localSecretsUnreadable */
  ownSecrets(): Readonly<Record<string, string>> {
    const file = join(this.path, OWN_SECRETS);
    return existsSync(file) ? parseSecrets(file) : {};
  }

  /**
   * Writes what the stack needs of secrets: passwords, made once and then kept, and a person's own values.
   * @throws localSecretsMissing, localSecretsUnreadable
   */
  writeSecrets({ databases, secrets }: LocalManifest): void {
    const own = this.ownSecrets();
    const missing = secrets.filter((name) => !Object.hasOwn(own, name));
    if (missing.length > 0) throw localSecretsMissing(missing, join(this.path, OWN_SECRETS));

    const values = join(this.directory, "secrets.auto.tfvars.json");
    const before = existsSync(values)
      ? (JSON.parse(readFileSync(values, "utf8")) as { secrets: Record<string, string> }).secrets
      : {};
    const passwords = databases
      .map(passwordOf)
      .map((name) => [name, before[name] ?? randomBytes(24).toString("base64url")] as const);
    const all = [...passwords, ...secrets.map((name) => [name, own[name]] as const)];
    writeFileSync(values, JSON.stringify({ secrets: Object.fromEntries(all) }), { mode: 0o600 });
  }

  /** Removes everything but what a person has written. */
  clear(): void {
    for (const name of readdirSync(this.path).filter((entry) => entry !== OWN_SECRETS)) {
      rmSync(join(this.path, name), { recursive: true, force: true });
    }
    if (readdirSync(this.path).length === 0) rmSync(this.path, { recursive: true });
  }
}

function lockHolder(file: string): { command: string; process: ProcessId } | undefined {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as { command: string; process: ProcessId };
  } catch {
    return undefined; // it was released meanwhile, or never written to its end
  }
}

/** No message repeats a value: it may be a secret. */
function parseSecrets(file: string): Readonly<Record<string, string>> {
  const broken = (reason: string): StrataError => localSecretsUnreadable(file, reason);
  let value: unknown;
  try {
    value = JSON.parse(readText(file, broken));
  } catch (error) {
    throw error instanceof StrataError ? error : broken("it is no JSON");
  }
  const { data, error } = z.record(z.string(), z.string()).safeParse(value);
  if (data !== undefined) return data;
  const [name] = error.issues[0]?.path ?? [];
  throw broken(
    name === undefined
      ? "it holds something else than texts by names"
      : `the value of ${String(name)} is no text`,
  );
}
