import { basename, dirname, join } from "node:path";
import { ensureVenv, type PythonTool } from "@strata/emulator";
import { checkovNotInstalled, lintToolFailed } from "../core";
import { parsed, runTool } from "./program";
import type { Finding, Verdict } from "./finding";

const CHECKOV = (root: string): PythonTool => ({
  name: "checkov",
  requirements: join(root, "lint/checkov-requirements.txt"),
  notInstalled: checkovNotInstalled,
});

interface Check {
  readonly check_id: string;
  readonly check_name: string;
  readonly resource: string;
  readonly file_path: string;
}

interface CheckovOutput {
  readonly results?: {
    readonly passed_checks: readonly Check[];
    readonly failed_checks: readonly Check[];
    readonly parsing_errors: readonly string[];
  };
}

/** Where checkov is installed. */
export const checkovVenv = (root: string): string => join(root, ".strata", "checkov");

/** Installs checkov, once. @throws pythonMissing, checkovNotInstalled */
export const ensureCheckov = (root: string, onStep: (step: string) => void): Promise<string> =>
  ensureVenv(CHECKOV(root), checkovVenv(root), onStep);

/**
 * checkov on plans as JSON, all at once: its start takes longer than its work. It is not asked about the synthesized
 * JSON: it fails on `required_version` there, and knows no values of functions.
 * @param plans `<layer>.json` files of one folder
 * @throws lintToolFailed
 */
export async function runCheckov(python: string, plans: readonly string[]): Promise<Verdict[]> {
  const layers = plans.map((plan) => basename(plan, ".json"));
  const { passed_checks, failed_checks, parsing_errors } = await results(python, plans, layers.join(", "));
  if (parsing_errors.length > 0) {
    throw lintToolFailed("checkov", layers.join(", "), `It could not read ${parsing_errors.join(", ")}.`);
  }
  const tool = "checkov";
  return layers.map((layer) => {
    const ofLayer = (checks: readonly Check[]): Check[] =>
      checks.filter(({ file_path: file }) => basename(file, ".json") === layer);
    const findings = ofLayer(failed_checks).map(
      ({ check_id: rule, check_name: message, resource }): Finding => ({
        layer,
        tool,
        rule,
        resource,
        message,
      }),
    );
    return { layer, tool, findings, passed: ofLayer(passed_checks).length };
  });
}

async function results(
  python: string,
  plans: readonly string[],
  layers: string,
): Promise<NonNullable<CheckovOutput["results"]>> {
  const [first] = plans;
  // Without a file it would look at all that is in the folder.
  if (first === undefined) return { passed_checks: [], failed_checks: [], parsing_errors: [] };
  const { stdout, stderr } = await runTool(
    python,
    [
      ...["-m", "checkov.main", "--framework", "terraform_plan", "--output", "json", "--compact"],
      // It would ask its maker's service for the policies of an account.
      "--skip-download",
      "--file",
      ...plans.map((plan) => basename(plan)),
    ],
    { cwd: dirname(first) },
  );
  const output = parsed(stdout) as CheckovOutput | undefined;
  if (output?.results === undefined) throw lintToolFailed("checkov", layers, stderr || stdout);
  return output.results;
}
