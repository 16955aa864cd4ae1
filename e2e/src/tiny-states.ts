import { execFile } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** What a role may do with a state. */
export type StateRight = "read" | "lock" | "write";

/** Where states are. */
export interface StateBucket {
  readonly bucket: string;
  readonly region: string;
  /** Alias of the key which encrypts them. */
  readonly key: string;
  /** The environment: the folder of its states. */
  readonly environment: string;
}

interface Run {
  readonly exitCode: number;
  readonly output: string;
}

/**
 * Terraform at the states of layers, with configurations which need no provider: nothing but a backend, or nothing but
 * states that are read. Each layer has a folder of its own, initialised once; who runs Terraform in it is another question.
 */
export class TinyStates {
  private constructor(
    private readonly folder: string,
    private readonly states: readonly string[],
    private readonly environment: NodeJS.ProcessEnv,
  ) {}

  /**
   * @param layers whose states are applied to; they must not be there yet, as Terraform asks for the providers of those which are
   * @param others whose states are only read
   */
  static async create(
    folder: string,
    layers: readonly string[],
    others: readonly string[],
    where: StateBucket,
    environment: NodeJS.ProcessEnv,
  ): Promise<TinyStates> {
    const all = [...others, ...layers];
    const states = new TinyStates(folder, all, environment);
    const object = (layer: string) => ({
      bucket: where.bucket,
      key: `${where.environment}/${layer}.tfstate`,
      region: where.region,
    });
    for (const layer of layers) {
      const backend = { ...object(layer), encrypt: true, kms_key_id: where.key, use_lockfile: true };
      await states.prepare(layer, {
        terraform: { backend: { s3: backend } },
        variable: { who: { type: "string" } },
        output: { who: { value: "${var.who}" } },
      });
    }
    await states.prepare("readers", {
      data: {
        terraform_remote_state: Object.fromEntries(
          all.map((layer) => [layer, { backend: "s3", config: object(layer) }]),
        ),
      },
    });
    return states;
  }

  /** The states that are read: all of them are asked for in one plan, which names each that it could not have. */
  async readable(variables: Readonly<Record<string, string>>): Promise<readonly string[]> {
    const { output } = await this.terraform("readers", ["plan", "-input=false", "-json"], variables);
    const refused = output
      .split("\n")
      .filter((line) => line.startsWith("{"))
      .map((line) => JSON.parse(line) as { diagnostic?: { severity: string; summary: string } })
      .flatMap(({ diagnostic }) => {
        if (diagnostic?.severity !== "error") return [];
        const state = /"[^"/]+\/([^"/]+)\.tfstate".* StatusCode: 403/.exec(diagnostic.summary)?.[1];
        if (state === undefined) throw new Error(diagnostic.summary);
        return [state];
      });
    return this.states.filter((layer) => !refused.includes(layer));
  }

  /** Applies to the state of a layer: what came of it beyond reading. */
  async apply(
    layer: string,
    who: string,
    variables: Readonly<Record<string, string>>,
  ): Promise<readonly StateRight[]> {
    const args = ["apply", "-input=false", "-auto-approve", "-no-color", `-var=who=${who}`];
    const { exitCode, output } = await this.terraform(layer, args, variables);
    rmSync(join(this.folder, layer, "errored.tfstate"), { force: true });
    if (exitCode === 0) return ["lock", "write"];
    if (!output.includes("AccessDenied")) throw new Error(`${who} at ${layer}: ${output}`);
    if (output.includes("Error acquiring the state lock")) return [];
    if (/Failed to (save|persist) state|Error saving state/.test(output)) return ["lock"];
    throw new Error(`${who} at ${layer}: ${output}`);
  }

  private async prepare(name: string, configuration: object): Promise<void> {
    mkdirSync(join(this.folder, name), { recursive: true });
    writeFileSync(join(this.folder, name, "main.tf.json"), JSON.stringify(configuration));
    const { exitCode, output } = await this.terraform(name, ["init", "-input=false", "-no-color"], {});
    if (exitCode !== 0) throw new Error(output);
  }

  private terraform(
    folder: string,
    args: readonly string[],
    variables: Readonly<Record<string, string>>,
  ): Promise<Run> {
    const options = { cwd: join(this.folder, folder), env: { ...this.environment, ...variables } };
    return new Promise((resolve) => {
      execFile("terraform", args, options, (error, stdout, stderr) => {
        resolve({ exitCode: error === null ? 0 : 1, output: stdout + stderr });
      });
    });
  }
}
