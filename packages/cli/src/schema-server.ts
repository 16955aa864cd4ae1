import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import {
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Run } from "./run";
import { stackDirectory } from "./stack";
import { call, serve } from "./terraform/grpc";
import { terraformEnvironment } from "./terraform/process";
import { terraformPlatform } from "./terraform/provider";
import { cutSchema } from "./terraform/provider-schema";
import type { LayerPackage } from "./workspace";
import { writeWhole } from "./write-whole";

const PROVIDER = "registry.terraform.io/hashicorp/aws";
const GET_SCHEMA = "/tfplugin5.Provider/GetSchema";
const PROTOCOL_VERSION = 5;
const PATIENCE = 15_000;

/** The AWS provider as one of the layers has it installed; undefined when none has. */
export function installedProvider(layers: readonly LayerPackage[]): string | undefined {
  return layers
    .map(({ directory, name }) => join(stackDirectory(directory, name), ".terraform/providers", PROVIDER))
    .filter((folder) => existsSync(folder))
    .flatMap((folder) => readdirSync(folder).map((version) => join(folder, version, terraformPlatform())))
    .flatMap((folder) => readdirSync(folder).map((file) => join(folder, file)))
    .find((file) => /terraform-provider-aws[^/]*$/.test(file));
}

/**
 * Answers, for all `terraform show` of a run, the one question that they have for the provider: its schema. It comes
 * from a cache and is cut to the types which the stacks hold, so that reading a plan takes a tenth of the time. The
 * provider itself is only started when the cache doesn't have its schema. A plan which holds another type is read
 * with the provider, as plain Terraform does.
 * @returns stops answering
 */
export function startSchemaServer(
  root: string,
  executable: string,
  layers: readonly LayerPackage[],
  run: Run,
): () => void {
  // The path of a socket must be short, and a run's folder can be anywhere.
  const directory = mkdtempSync(join(tmpdir(), "strata-"));
  const socket = join(directory, "schema");
  const server = answer();
  server.catch((error: unknown) => {
    // Without it, every worker reads its plan with the provider: slower, and no reason to fail.
    writeFileSync(join(run.directory, "schema-server.log"), `${String(error)}\n`);
  });
  return () => {
    void server.then((listening) => listening.close()).catch(() => undefined);
    rmSync(directory, { recursive: true, force: true });
    // Node's realpathSync goes by what was looked at last, and stops where that was a socket (Node 20): modules that are
    // imported later would then be loaded by the path of a link, and not find what they import.
    statSync(root);
  };

  async function answer(): ReturnType<typeof serve> {
    const schema = cutSchema(await cachedSchema(root, executable), typesOf(layers));
    const listening = await serve(socket, { [GET_SCHEMA]: schema });
    writeWhole(run.reattachFile, reattachTo(socket));
    return listening;
  }
}

/** A value of TF_REATTACH_PROVIDERS: where Terraform finds a provider that it doesn't start itself. */
const reattachTo = (socket: string): string =>
  JSON.stringify({
    [PROVIDER]: {
      Protocol: "grpc",
      ProtocolVersion: PROTOCOL_VERSION,
      Pid: process.pid,
      Test: true,
      Addr: { Network: "unix", String: socket },
    },
  });

interface StackTypes {
  readonly resource?: Readonly<Record<string, unknown>>;
  readonly data?: Readonly<Record<string, unknown>>;
}

/** The resource types and data sources which the synthesized stacks hold. */
function typesOf(layers: readonly LayerPackage[]): Set<string> {
  const files = layers.map(({ directory, name }) => join(stackDirectory(directory, name), "cdk.tf.json"));
  const stacks = files
    .filter((file) => existsSync(file))
    .map((file) => JSON.parse(readFileSync(file, "utf8")) as StackTypes);
  return new Set(
    stacks.flatMap(({ resource = {}, data = {} }) => [...Object.keys(resource), ...Object.keys(data)]),
  );
}

/** The schema of a provider, from the cache or from the provider itself. */
async function cachedSchema(root: string, executable: string): Promise<Buffer> {
  const { mtimeMs, size } = statSync(executable);
  const key = createHash("sha256").update(`${executable} ${mtimeMs} ${size}`).digest("hex").slice(0, 16);
  const file = join(root, ".strata", "cache", `provider-schema-${key}`);
  if (existsSync(file)) return readFileSync(file);
  const schema = await askProvider(executable);
  mkdirSync(dirname(file), { recursive: true });
  writeWhole(file, schema);
  return schema;
}

/** The socket in what a provider prints when it is started with `-debug`. */
export const parseSocket = (output: string): string | undefined => /"String":"([^"]+)"/.exec(output)?.[1];

/** Starts a provider only to ask for its schema. */
async function askProvider(executable: string): Promise<Buffer> {
  const directory = mkdtempSync(join(tmpdir(), "strata-"));
  const file = join(directory, "output");
  const output = openSync(file, "w");
  const child = spawn(executable, ["-debug"], {
    env: terraformEnvironment(process.env),
    stdio: ["ignore", output, output],
  });
  closeSync(output);
  const failed = new Promise<never>((_, reject) => child.once("error", reject));
  try {
    return await Promise.race([failed, whenReady()]);
  } finally {
    child.kill();
    rmSync(directory, { recursive: true, force: true });
  }

  async function whenReady(): Promise<Buffer> {
    const deadline = Date.now() + PATIENCE;
    while (Date.now() < deadline) {
      const socket = parseSocket(readFileSync(file, "utf8"));
      if (socket !== undefined) return call(socket, GET_SCHEMA);
      await sleep(50);
    }
    throw new Error(`The provider ${executable} did not start.`);
  }
}
