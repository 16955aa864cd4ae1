import { lintToolFailed } from "../core";
import { terraformEnvironment } from "../terraform/process";
import { parsed, runTool } from "./program";
import { addressAt } from "./source";
import type { Finding, Verdict } from "./finding";
import type { Stack } from "../stack";

interface Validation {
  readonly valid: boolean;
  readonly diagnostics: readonly {
    readonly severity: string;
    readonly summary: string;
    readonly detail?: string;
    readonly range?: { readonly start: { readonly line: number } };
  }[];
}

/**
 * `terraform validate` of a stack that is initialized. A warning counts: nobody would see it otherwise.
 * @throws lintToolFailed
 */
export async function validate({ directory, manifest }: Stack, env: NodeJS.ProcessEnv): Promise<Verdict> {
  const { layer } = manifest;
  const { stdout, stderr } = await runTool("terraform", ["validate", "-json"], {
    cwd: directory,
    env: terraformEnvironment(env),
  });
  const validation = parsed(stdout) as Validation | undefined;
  if (validation === undefined) throw lintToolFailed("terraform validate", layer, stderr || stdout);
  const tool = "terraform validate";
  const findings = validation.diagnostics.map(
    ({ severity, summary, detail, range }): Finding => ({
      layer,
      tool,
      rule: severity,
      resource: range === undefined ? "" : addressAt(directory, range.start.line),
      message: [summary, detail].filter((text) => text !== undefined && text !== "").join(": "),
    }),
  );
  return { layer, tool, findings, passed: validation.valid ? 1 : 0 };
}
