import { spawn } from "node:child_process";
import { rmSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import {
  ExitCode,
  interrupted,
  localLeftovers,
  localPortTaken,
  localSilent,
  StrataError,
  terraformFailed,
  type Environment,
  type LocalManifest,
} from "../core";
import type { Changes } from "../events";
import { interruptible } from "../interruptible";
import { checkProviders } from "../preflight";
import { terraformEnvironment } from "../terraform/environment";
import { isInitialized, rememberInit } from "../terraform/init";
import { describe, errorsOf, isResourceDone, plannedChanges, type Diagnostic } from "../terraform/messages";
import { surroundings } from "../terraform/provider";
import { runTerraform, type TerraformResult } from "../terraform/process";
import { terraformProcesses } from "../terraform/processes";
import { runTurbo, whyTurboFailed } from "../turbo";
import { ROOT } from "../workspace";
import { connect, Engine } from "./engine";
import { LocalFolder } from "./folder";

/** Told of each step that takes time. */
type OnStep = (step: string) => void;

/** What is up, and what had to be done for it. */
export interface LocalPlatform {
  readonly manifest: LocalManifest;
  readonly changes: Changes;
}

/** The packages whose settings are rendered. */
const PACKAGES = ["@strata/local", "@strata/services", "@strata/database"];
const LOOK_EVERY = 200;
const ANSWER_SECONDS = 60;

/**
 * Brings the platform of an environment up on this machine, or up to date.
 * @throws dockerMissing, localBusy, localSettingsMissing and whatever else is wrong with settings, localSecretsMissing,
 *   localSecretsUnreadable, localPortTaken, terraformFailed, localSilent
 */
export function bringUp(environment: Environment, onStep: OnStep): Promise<LocalPlatform> {
  const folder = new LocalFolder(ROOT, environment.name);
  return interruptible(async (signal) => {
    // What a person has written is looked at before anything is begun.
    folder.ownSecrets();
    const docker = await connect();
    return folder.locked("up", async () => {
      onStep("Reading the settings");
      await synthesize(environment, folder);
      const { "//": about } = folder.stack;
      const manifest = about.strata;
      const engine = new Engine(docker, manifest);
      for (const thing of manifest.leftOut) onStep(`left out: ${thing}`);
      folder.writeSecrets(manifest);
      await checkPorts(manifest, await engine.running());
      const terraform = await LocalTerraform.prepare(folder, signal, onStep);
      await engine.removeStrays(folder.knownIds);
      onStep("Building images and starting containers");
      const changes = await terraform.apply([]);
      for (const { url } of manifest.published) await answers(url);
      return { manifest, changes };
    });
  });
}

/**
 * Takes down everything of an environment on this machine, and asks Docker whether anything is left.
 * @throws dockerMissing, localBusy, terraformFailed, localLeftovers
 */
export function takeDown(environment: Environment, onStep: OnStep): Promise<void> {
  const folder = new LocalFolder(ROOT, environment.name);
  return interruptible(async (signal) => {
    const docker = await connect();
    await folder.locked("down", async () => {
      const engine = new Engine(docker, {
        environment: environment.name,
        prefix: folder.prefixOf(environment),
      });
      if (folder.isSynthesized) {
        const terraform = await LocalTerraform.prepare(folder, signal, onStep);
        await engine.removeStrays(folder.knownIds);
        if (folder.knownIds.size > 0) await terraform.apply(["-destroy"]);
      }
      // What no state knows of.
      await engine.remove(await engine.find());
      const left = await engine.find();
      if (left.length > 0) throw localLeftovers(left.map(({ kind, name }) => `${kind} ${name}`));
      folder.clear();
    });
  });
}

/** What of an environment is in Docker. @throws dockerMissing */
export async function engineOf(environment: Environment): Promise<Engine> {
  const prefix = new LocalFolder(ROOT, environment.name).prefixOf(environment);
  return new Engine(await connect(), { environment: environment.name, prefix });
}

/** Whether anything of an environment is on this machine; without Docker, nothing can be. */
export async function isUp(environment: Environment): Promise<boolean> {
  try {
    return (await (await engineOf(environment)).find()).length > 0;
  } catch (error) {
    if (error instanceof StrataError) return false;
    throw error;
  }
}

/** Builds what is needed, and synthesizes the stack into the folder. */
async function synthesize(environment: Environment, folder: LocalFolder): Promise<void> {
  const layers = PACKAGES.map((packageName) => ({ packageName }));
  const logFile = join(folder.path, "build.log");
  rmSync(logFile, { force: true });
  if ((await runTurbo({ root: ROOT, task: "settings", layers, env: process.env, logFile })) !== 0)
    throw whyTurboFailed(logFile);
  const child = spawn(process.execPath, ["dist/main.js"], {
    cwd: join(ROOT, "packages", "local"),
    env: { ...process.env, STRATA_ENV: environment.name, CDKTF_OUTDIR: folder.path },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let said = "";
  child.stderr.on("data", (data: Buffer) => (said += data.toString()));
  const exitCode = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  // The program says what is wrong with settings, in a sentence.
  if (exitCode === ExitCode.refused) throw new StrataError("wrong-settings", said.trimEnd());
  if (exitCode !== 0) throw new Error(said);
}

/** Ports which are not ours must be free. @throws localPortTaken */
async function checkPorts(
  { environment, prefix, published }: LocalManifest,
  running: ReadonlySet<string>,
): Promise<void> {
  for (const { loadBalancer, url } of published) {
    if (running.has(`${prefix}-load-balancer-${loadBalancer}`)) continue;
    const port = Number(new URL(url).port);
    if (!(await isFree(port))) throw localPortTaken(port, `packages/local/environments/${environment}.ts`);
  }
}

function isFree(port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once("error", () => {
      resolve(false);
    });
    server.listen(port, "127.0.0.1", () => {
      server.close(() => {
        resolve(true);
      });
    });
  });
}

/** Waits until users get something else than a failure. @throws localSilent */
async function answers(url: string): Promise<void> {
  const deadline = Date.now() + 1000 * ANSWER_SECONDS;
  for (;;) {
    const said = await fetch(url, { redirect: "manual", signal: AbortSignal.timeout(10_000) }).then(
      ({ status }) => status,
      (error: unknown) => String(error),
    );
    if (typeof said === "number" && said < 500) return;
    if (Date.now() > deadline) throw localSilent(url, String(said));
    await sleep(LOOK_EVERY);
  }
}

/** Terraform at work in the folder of an environment. */
class LocalTerraform {
  private constructor(
    private readonly folder: LocalFolder,
    private readonly env: NodeJS.ProcessEnv,
    private readonly signal: AbortSignal,
    private readonly onStep: OnStep,
  ) {}

  /** Waits for a Terraform whose strata was killed, and initializes what isn't. */
  static async prepare(folder: LocalFolder, signal: AbortSignal, onStep: OnStep): Promise<LocalTerraform> {
    const { variables } = await terraformEnvironment(ROOT);
    const terraform = new LocalTerraform(folder, { ...process.env, ...variables }, signal, onStep);
    while (terraformProcesses().some(({ directory }) => directory === folder.directory)) {
      if (signal.aborted) throw interrupted("local");
      await sleep(LOOK_EVERY);
    }
    const stack = { directory: folder.directory, settings: folder.stack.terraform };
    if (!isInitialized(stack, terraform.env)) {
      await checkProviders([join(ROOT, "packages", "local")], surroundings(ROOT));
      await terraform.run(["init", "-json", "-input=false"]);
      rememberInit(stack, terraform.env);
    }
    return terraform;
  }

  async apply(options: readonly string[]): Promise<Changes> {
    const paths = constructPaths(this.folder);
    const { messages } = await this.run(
      ["apply", ...options, "-auto-approve", "-json", "-input=false", "-lock-timeout=60s"],
      (message) => {
        if (!isResourceDone(message) || message.type !== "apply_complete") return;
        const { resource, action } = message.hook;
        this.onStep(`  ${DONE[action] ?? action} ${paths.get(resource.addr) ?? resource.addr}`);
      },
    );
    return plannedChanges(messages);
  }

  private async run(
    args: readonly string[],
    onMessage?: Parameters<typeof runTerraform>[0]["onMessage"],
  ): Promise<TerraformResult> {
    const { folder, env, signal, onStep } = this;
    const { directory, logFile } = folder;
    const result = await runTerraform({
      directory,
      args,
      logFile,
      env,
      signal,
      onRetry: onStep,
      ...(onMessage && { onMessage }),
    });
    if (signal.aborted) throw interrupted("local");
    if (result.exitCode === 0) return result;
    const errors = errorsOf(result.messages).map(explain);
    const lines = errors.length > 0 ? errors : result.text.slice(-15);
    throw terraformFailed("local", args[0] ?? "", lines.join("\n"), logFile);
  }
}

const DONE: Readonly<Record<string, string>> = { create: "made", update: "changed", delete: "removed" };

/** What a resource is called in the stack: `backend-1/app`. */
function constructPaths({ stack }: LocalFolder): Map<string, string> {
  return new Map(
    Object.entries(stack.resource ?? {}).flatMap(([type, resources]) =>
      Object.entries(resources).map(([name, { "//": about }]) => [
        `${type}.${name}`,
        about.metadata.path.replace(/^local\//, ""),
      ]),
    ),
  );
}

/** A program of ours says in a sentence why it failed; Terraform wraps it up. */
function explain(diagnostic: Diagnostic): string {
  const sentence = /Output: ([\s\S]+)$/.exec(diagnostic.detail)?.[1];
  return sentence?.trim() ?? describe(diagnostic);
}
