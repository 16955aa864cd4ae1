import { join } from "node:path";
import { lintToolFailed, tflintMissing } from "../core";
import { parsed, runTool } from "./program";
import { addressAt } from "./source";
import type { Finding, Verdict } from "./finding";
import type { Stack } from "../stack";

interface TflintOutput {
  readonly issues: readonly {
    readonly rule: { readonly name: string };
    readonly message: string;
    readonly range: { readonly start: { readonly line: number } };
  }[];
  readonly errors: readonly { readonly message: string }[];
}

/** tflint with the rules of a workspace. */
export class Tflint {
  private constructor(
    private readonly options: readonly string[],
    /** The rulesets with their versions. */
    readonly rulesets: string,
  ) {}

  /**
   * Finds tflint, and shows that it finds fault with a file which is wrong: an empty result means something then.
   * @throws tflintMissing, lintToolFailed
   */
  static async find(root: string): Promise<Tflint> {
    const config = `--config=${join(root, "lint/tflint.hcl")}`;
    const withAws = await version(root, [config, "--enable-plugin=aws"]);
    const isAwsInstalled = withAws.includes("ruleset.aws");
    const options = isAwsInstalled ? [config, "--enable-plugin=aws"] : [config];
    const rulesets = [
      ...(isAwsInstalled ? withAws : await version(root, options)).matchAll(/ruleset\.(.*)/g),
    ];
    const tflint = new Tflint(options, rulesets.map(([, text]) => text).join(", "));
    const canary = await tflint.run(join(root, "lint/canary"), "lint/canary");
    if (canary.issues.length === 0) {
      throw lintToolFailed(
        "tflint",
        "lint/canary",
        "It finds nothing wrong there, so its rules are not loaded.",
      );
    }
    return tflint;
  }

  /** @throws lintToolFailed */
  async look({ directory, manifest }: Stack): Promise<Verdict> {
    const { layer } = manifest;
    const { issues } = await this.run(directory, layer);
    const tool = "tflint";
    const findings = issues.map(
      ({ rule, message, range }): Finding => ({
        layer,
        tool,
        rule: rule.name,
        resource: addressAt(directory, range.start.line),
        message,
      }),
    );
    return { layer, tool, findings, passed: findings.length === 0 ? 1 : 0 };
  }

  private async run(directory: string, layer: string): Promise<TflintOutput> {
    const { stdout, stderr } = await runTool(
      "tflint",
      [...this.options, `--chdir=${directory}`, "--format=json"],
      { cwd: directory },
    );
    const output = parsed(stdout) as TflintOutput | undefined;
    if (output === undefined) throw lintToolFailed("tflint", layer, stderr || stdout);
    const reasons = output.errors.map(({ message }) => message);
    if (reasons.length > 0) throw lintToolFailed("tflint", layer, reasons.join("\n"));
    return output;
  }
}

/** What tflint says of its version and rulesets. @throws tflintMissing */
async function version(root: string, options: readonly string[]): Promise<string> {
  try {
    return (await runTool("tflint", ["--version", ...options], { cwd: root })).stdout;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") throw tflintMissing();
    throw error;
  }
}
