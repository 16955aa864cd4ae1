import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { explainAwsError, isNotFound } from "./aws";
import {
  foundationReplaced,
  interrupted,
  stateKey,
  StrataError,
  terraformFailed,
  type Environment,
} from "./core";
import { LineFollower, type Event } from "./events";
import { interruptible } from "./interruptible";
import { runLayers } from "./layer-run";
import { checkAccount, checkProviders, stateStore } from "./preflight";
import { Run } from "./run";
import { PROVIDER_LOCK, stackDirectory } from "./stack";
import { checkOwnState } from "./state/own-state";
import { isDeployed, type StateStore } from "./state-store";
import { providerPackages, terraformEnvironment } from "./terraform/environment";
import { surroundings } from "./terraform/provider";
import { describe, errorsOf, plannedRemovals } from "./terraform/messages";
import { runTerraform, type TerraformResult } from "./terraform/process";
import { runTurbo, whyTurboFailed } from "./turbo";
import { discoverLayers, type LayerPackage } from "./workspace";

/**
 * The foundation holds the bucket in which all states are, its own among them. So it is made with a local state,
 * which is then moved into the bucket; and taken down with the state moved back. The local state stays in
 * `.strata/<environment>/foundation` until it is safe in the bucket: after an interruption, whenever it was, the
 * same command goes on.
 */

/** What came of a bootstrap. */
export type BootstrapResult = "created" | "changed" | "unchanged";

/** A resource that may be there although no state knows of it; the foundation's package names them. */
interface FoundationImport {
  readonly address: string;
  readonly find: "bucket" | "alias" | "key-of-alias";
  readonly name: string;
}

interface ImportsModule {
  readonly foundationImports: (environment: Environment) => readonly FoundationImport[];
}

interface LocalState {
  readonly resources?: readonly { readonly mode: string; readonly type: string; readonly name: string }[];
}

/** Told of each step that takes time. */
type OnStep = (step: string) => void;

/** The work on the foundation from its local state. */
class LocalFoundation {
  private constructor(
    private readonly environment: Environment,
    private readonly layer: LayerPackage,
    private readonly env: NodeJS.ProcessEnv,
    private readonly run: Run,
    private readonly directory: string,
    private readonly signal: AbortSignal,
    private readonly onStep: OnStep,
  ) {}

  /** Checks what must be there, and synthesizes the foundation. */
  static async prepare(
    root: string,
    environment: Environment,
    command: string,
    signal: AbortSignal,
    onStep: OnStep,
  ): Promise<LocalFoundation> {
    const layer = foundationPackage(root);
    const { variables } = await terraformEnvironment(root);
    await Promise.all([
      checkAccount(environment),
      checkProviders(providerPackages(root, [layer]), surroundings(root)),
    ]);
    const run = Run.create(root, {
      command,
      environment: environment.name,
      layers: [layer.name],
      schemaServer: false,
    });
    const env = { ...process.env, ...variables, STRATA_ENV: environment.name };
    const exitCode = await runTurbo({
      root,
      task: "synth",
      layers: [layer],
      env: { ...env, STRATA_RUN_DIR: run.directory },
      logFile: run.turboLog,
    });
    if (exitCode !== 0) throw refusalIn(run) ?? whyTurboFailed(run.turboLog);
    const directory = join(root, ".strata", environment.name, layer.name);
    mkdirSync(directory, { recursive: true });
    return new LocalFoundation(environment, layer, env, run, directory, signal, onStep);
  }

  get hasState(): boolean {
    return this.resources.length > 0;
  }

  /** Adds what is there already to the state. */
  async importExisting(): Promise<void> {
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- found at run time
    const { foundationImports } = require(join(this.layer.directory, "dist/imports.js")) as ImportsModule;
    for (const wanted of foundationImports(this.environment)) {
      const known = this.resources.some(({ type, name }) => `${type}.${name}` === wanted.address);
      const id = known ? undefined : await findExisting(wanted, this.environment);
      if (id === undefined) continue;
      this.onStep(`${wanted.address} is there already (${id}): taking it over`);
      await this.terraform(["import", "-input=false", "-no-color", wanted.address, id]);
    }
  }

  /**
   * Initializes for the local state, which is what Terraform uses where no backend is named. What it remembers of
   * an earlier backend goes first: told to leave that one, it would empty the local state.
   */
  async init(): Promise<void> {
    rmSync(join(this.directory, ".terraform", "terraform.tfstate"), { force: true });
    const stack = JSON.parse(readFileSync(this.synthesized, "utf8")) as { terraform: { backend?: unknown } };
    delete stack.terraform.backend;
    writeFileSync(join(this.directory, "cdk.tf.json"), JSON.stringify(stack, undefined, 2));
    cpSync(join(dirname(this.synthesized), PROVIDER_LOCK), join(this.directory, PROVIDER_LOCK));
    await this.terraform(["init", "-json", "-input=false"]);
  }

  /**
   * Makes what is missing.
   * @throws foundationReplaced when something would have to be removed for it
   */
  async create(): Promise<void> {
    const planFile = join(this.directory, "create.tfplan");
    const { messages } = await this.terraform(["plan", "-json", "-input=false", `-out=${planFile}`]);
    // A key that is gone takes every state which it encrypted with it.
    const removed = plannedRemovals(messages);
    if (removed.length > 0) throw foundationReplaced(removed, this.environment.name);
    await this.terraform(["apply", "-json", "-input=false", planFile]);
  }

  async destroy(): Promise<void> {
    await this.terraform(["apply", "-destroy", "-auto-approve", "-json", "-input=false"]);
  }

  /** Moves the state into the bucket, and removes the local one when it certainly is there. */
  async moveIntoBucket(store: StateStore): Promise<void> {
    cpSync(this.stateFile, join(this.directory, "before-move.tfstate"));
    cpSync(this.synthesized, join(this.directory, "cdk.tf.json"));
    await this.terraform(["init", "-no-color", "-input=false", "-migrate-state", "-force-copy"]);
    if (!isDeployed(await store.read(stateKey(this.environment, this.layer.name)))) {
      throw terraformFailed(
        this.layer.name,
        "init -migrate-state",
        `The state did not arrive in the bucket. It is still in ${this.directory}.`,
        this.run.logFile(this.layer.name),
      );
    }
    this.remove();
  }

  /** Takes the state out of the bucket, if it is still there. */
  async moveOutOfBucket(store: StateStore): Promise<void> {
    if (this.hasState || !(await store.exists())) return;
    const text = await store.readText(stateKey(this.environment, this.layer.name));
    if (text !== undefined) writeFileSync(this.stateFile, text);
  }

  remove(): void {
    rmSync(this.directory, { recursive: true, force: true });
  }

  private get stateFile(): string {
    return join(this.directory, "terraform.tfstate");
  }

  private get synthesized(): string {
    return join(stackDirectory(this.layer.directory, this.layer.name), "cdk.tf.json");
  }

  private get resources(): NonNullable<LocalState["resources"]> {
    if (!existsSync(this.stateFile)) return [];
    const text = readFileSync(this.stateFile, "utf8");
    // Terraform leaves an empty file where it has moved a state from.
    return text.trim() === "" ? [] : ((JSON.parse(text) as LocalState).resources ?? []);
  }

  private async terraform(args: readonly string[]): Promise<TerraformResult> {
    const logFile = this.run.logFile(this.layer.name);
    const { directory, env, signal, onStep: onRetry } = this;
    const result = await runTerraform({ directory, args, logFile, env, signal, onRetry });
    if (signal.aborted) throw interrupted(this.layer.name);
    const { exitCode, messages, text } = result;
    if (exitCode === 0) return result;
    const errors = errorsOf(messages).map(describe);
    const lines = errors.length > 0 ? errors : text.slice(-15);
    throw terraformFailed(this.layer.name, args[0] ?? "", lines.join("\n"), logFile);
  }
}

/** What the layer's own app has refused in a run. */
function refusalIn({ eventsFile }: Run): StrataError | undefined {
  const events = new LineFollower(eventsFile).next().map((line) => JSON.parse(line) as Event);
  const failed = events.find((event) => event.type === "failed");
  return failed && new StrataError(failed.code, failed.message, failed.exitCode);
}

/** The layer that holds the state bucket. */
export function foundationPackage(root: string): LayerPackage {
  const foundation = discoverLayers(root).find(({ bootstrap }) => bootstrap);
  if (foundation === undefined)
    throw new Error("No package of this workspace is marked as the bootstrapped layer.");
  return foundation;
}

/** The ID under which Terraform imports what is there; undefined when it isn't. */
async function findExisting(
  { find, name }: FoundationImport,
  environment: Environment,
): Promise<string | undefined> {
  if (find === "bucket") return (await stateStore(environment).exists()) ? name : undefined;
  const { KMSClient, DescribeKeyCommand } = await import("@aws-sdk/client-kms");
  const client = new KMSClient({ region: environment.region });
  try {
    const { KeyMetadata } = await client.send(new DescribeKeyCommand({ KeyId: name }));
    return find === "alias" ? name : KeyMetadata?.KeyId;
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw explainAwsError(error, `the question whether ${name} exists`);
  } finally {
    client.destroy();
  }
}

/**
 * Makes the state bucket of an environment and its key, or brings them up to date. Safe to run again.
 * @throws stateUnreadable, stateDeleted, stateOfOtherLineage, stateWentBack of the foundation's own state
 */
export async function bootstrapFoundation(
  root: string,
  environment: Environment,
  onStep: OnStep,
): Promise<BootstrapResult> {
  await checkAccount(environment);
  const store = stateStore(environment);
  const layer = foundationPackage(root);
  if (await store.exists()) {
    const key = stateKey(environment, layer.name);
    // Roles and policies have names which AWS refuses a second time: a state that was deleted is brought back.
    await checkOwnState(layer.name, environment.name, key, store);
    if (isDeployed(await store.read(key))) {
      onStep("The state bucket is there: comparing it with the foundation");
      return updateFoundation(root, environment, layer);
    }
  }
  return interruptible<BootstrapResult>(async (signal) => {
    onStep("Making the state bucket and its key, with a local state at first");
    const local = await LocalFoundation.prepare(root, environment, "bootstrap", signal, onStep);
    await local.init();
    await local.importExisting();
    await local.create();
    onStep("Moving the foundation's state into the bucket");
    await local.moveIntoBucket(store);
    return "created";
  });
}

async function updateFoundation(
  root: string,
  environment: Environment,
  layer: LayerPackage,
): Promise<BootstrapResult> {
  const { layers, directory } = await runLayers({ root, command: "deploy", environment, layers: [layer] });
  const result = layers[0];
  if (result?.error !== undefined)
    throw terraformFailed(layer.name, "apply", result.error.message, directory);
  // What a move that was interrupted at its end has left behind.
  rmSync(join(root, ".strata", environment.name, layer.name), { recursive: true, force: true });
  return result?.planned?.empty === true ? "unchanged" : "changed";
}

/**
 * Takes down the state bucket, with all states and their earlier versions, and its key. For environments that
 * are made to be thrown away, after all layers are gone.
 */
export async function destroyFoundation(
  root: string,
  environment: Environment,
  onStep: OnStep,
): Promise<void> {
  if (environment.protected)
    throw new Error(`Environment ${environment.name} is protected: its states are kept.`);
  const store = stateStore(environment);
  await interruptible(async (signal) => {
    const local = await LocalFoundation.prepare(root, environment, "destroy", signal, onStep);
    await local.moveOutOfBucket(store);
    if (local.hasState) {
      onStep("Removing the state bucket, all versions of all states in it, and its key");
      await local.init();
      await store.removeAllObjects();
      await local.destroy();
    }
    local.remove();
  });
}
