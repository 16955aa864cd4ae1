import { spawn, type ChildProcess } from "node:child_process";
import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { emulatorEnvironment, startEmulator, stopEmulator, type Emulator } from "@strata/emulator";
import type { Registry } from "./docker";
import { Checkout, SOURCE } from "./checkout";
import { REGION } from "./aws";
import { withMounts } from "./mounts";

/** How a command ended. */
export interface Outcome {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** What `--json` of plan, deploy and destroy prints, as far as tests look at it. */
export interface RunJson {
  readonly exitCode: number;
  readonly layers: readonly {
    readonly layer: string;
    readonly status: "done" | "failed" | "skipped";
    readonly planned?: {
      readonly add: number;
      readonly change: number;
      readonly remove: number;
      readonly empty: boolean;
      readonly resources: readonly { readonly address: string; readonly action: string }[];
    };
    readonly notices: readonly string[];
    readonly error?: { readonly code: string; readonly message: string };
    readonly planJson?: string;
    readonly planFile?: string;
  }[];
  /** Of plans: the folder that holds them. */
  readonly plans?: string;
}

/** What a command has printed, on both ways. */
export interface Printed {
  readonly command: string;
  readonly text: string;
}

/** A fresh copy of the repository with an emulator of its own, and `./strata` to type in it. */
export class Strata {
  private constructor(
    readonly checkout: Checkout,
    readonly emulator: Emulator,
    private readonly variables: Readonly<Record<string, string>>,
    /** With what requests are signed. The emulator takes any, and this one stands nowhere else by chance. */
    readonly secretKey = randomBytes(20).toString("hex"),
    /** All that was printed, for those who look through it. */
    readonly printed: Printed[] = [],
  ) {}

  /**
   * @param variables more environment variables for everything that is typed
   * @param registry what the emulator's repositories are to be: a registry which takes pushes
   */
  static async create(
    variables: Readonly<Record<string, string>> = {},
    registry?: Pick<Registry, "variables">,
  ): Promise<Strata> {
    const checkout = new Checkout();
    // The Python packages are shared: they are not what is tested.
    const emulator = await startEmulator({
      directory: join(checkout.root, ".strata/emulator"),
      venv: join(SOURCE, ".strata/emulator/venv"),
      port: 0,
      ...(registry === undefined ? {} : { variables: registry.variables }),
    });
    return new Strata(checkout, emulator, variables);
  }

  /** The same checkout, with more environment variables for what is typed. */
  with(variables: Readonly<Record<string, string>>): Strata {
    const all = { ...this.variables, ...variables };
    return new Strata(this.checkout, this.emulator, all, this.secretKey, this.printed);
  }

  /** Another checkout of the repository, as on another machine, which works on the same AWS. Only the checkout is its own. */
  elsewhere(): Strata {
    return new Strata(new Checkout(), this.emulator, this.variables, this.secretKey, this.printed);
  }

  get environment(): NodeJS.ProcessEnv {
    return {
      ...process.env,
      ...emulatorEnvironment(this.emulator, { region: REGION }),
      AWS_SECRET_ACCESS_KEY: this.secretKey,
      ...this.variables,
    };
  }

  /** Starts `./strata`, in a process group of its own as a terminal would. */
  start(args: readonly string[]): ChildProcess {
    return spawn("./strata", args, { cwd: this.checkout.root, env: this.environment, detached: true });
  }

  /** Runs `./strata` to its end. */
  async run(...args: string[]): Promise<Outcome> {
    const ended = await outcome(this.start(args));
    this.printed.push({ command: `strata ${args.join(" ")}`, text: `${ended.stdout}\n${ended.stderr}` });
    return ended;
  }

  /** Runs `./strata` to its end where other things are mounted (`mounts.ts`). */
  runWith(mounts: readonly string[], ...args: string[]): Promise<Outcome> {
    const [program, all] = withMounts(mounts, ["./strata", ...args]);
    return outcome(spawn(program, all, { cwd: this.checkout.root, env: this.environment, detached: true }));
  }

  /** Runs a line in a layer's folder, in a shell which `./strata env` has pointed at the emulator. */
  shell(layer: string, line: string): Promise<Outcome> {
    return this.shellIn(`packages/${layer}`, line);
  }

  /** The same in any folder, by its path from the checkout. */
  shellIn(folder: string, line: string): Promise<Outcome> {
    const script = `eval "$(./strata env)" && cd ${folder} && PATH="$PWD/node_modules/.bin:$PATH" ${line}`;
    return outcome(spawn("bash", ["-c", script], { cwd: this.checkout.root }));
  }

  /** Runs a command of layers. Throws with all its output where it prints no JSON. */
  async runJson(...args: string[]): Promise<RunJson> {
    const { stdout, stderr } = await this.run(...args, "--json");
    try {
      return JSON.parse(stdout) as RunJson;
    } catch {
      throw new Error(`strata ${args.join(" ")} printed no JSON:\n${stdout}\n${stderr}`);
    }
  }

  async remove(): Promise<void> {
    await stopEmulator({ directory: this.emulator.directory });
    this.checkout.remove();
  }
}

/** What a command printed. Throws with all its output where it failed. */
export function succeeded({ exitCode, stdout, stderr }: Outcome): string {
  if (exitCode !== 0) throw new Error(`It ended with ${exitCode}:\n${stdout}\n${stderr}`);
  return stdout;
}

async function outcome(child: ChildProcess): Promise<Outcome> {
  const output = { stdout: "", stderr: "" };
  child.stdout?.on("data", (data: Buffer) => (output.stdout += data.toString()));
  child.stderr?.on("data", (data: Buffer) => (output.stderr += data.toString()));
  const exitCode = await new Promise<number>((resolve) => {
    child.on("close", (code) => {
      resolve(code ?? -1);
    });
  });
  return {
    exitCode,
    stdout: stripVTControlCharacters(output.stdout),
    stderr: stripVTControlCharacters(output.stderr),
  };
}

interface PlanJson {
  readonly resource_changes?: readonly {
    readonly address: string;
    readonly change: { readonly actions: readonly string[] };
  }[];
}

/** What a plan changes, as `layer: actions address`. Sorted. */
export function plannedChanges({ layers }: RunJson): string[] {
  return layers
    .flatMap(({ layer, planJson }) => {
      if (planJson === undefined) throw new Error(`${layer} was not planned`);
      const { resource_changes: changes = [] } = JSON.parse(readFileSync(planJson, "utf8")) as PlanJson;
      return changes
        .filter(({ change }) => change.actions.some((action) => action !== "no-op" && action !== "read"))
        .map(
          ({ address, change }) =>
            `${layer}: ${change.actions.join("+")} ${address.replace(/_[0-9A-F]{8}$/, "")}`,
        );
    })
    .sort();
}
