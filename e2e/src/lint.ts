import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { checkovVenv, ensureCheckov } from "@strata/cli";
import { SOURCE } from "./checkout";
import type { Strata } from "./strata";

interface LintJson {
  readonly findings: readonly {
    readonly rule: string;
    readonly resource: string;
    readonly waiver?: object;
  }[];
  readonly stale: readonly { readonly rule: string; readonly resource: string }[];
  readonly blind: readonly string[];
}

/** What `strata lint` comes to when nothing is wrong. */
export const NO_FAULTS = { wrong: [], stale: [], blind: [] };

/**
 * What `strata lint` finds wrong: findings that nothing waives, waivers for nothing, tools that saw nothing.
 * @param layers all by default
 */
export async function faults(
  strata: Strata,
  ...layers: readonly string[]
): Promise<Record<keyof typeof NO_FAULTS, readonly string[]>> {
  // checkov itself is not what is tested: the checkout uses that of the repository.
  await ensureCheckov(SOURCE, () => undefined);
  mkdirSync(join(strata.checkout.root, ".strata"), { recursive: true });
  symlinkSync(checkovVenv(SOURCE), checkovVenv(strata.checkout.root));
  const { stdout, stderr } = await strata.run("lint", ...layers, "--json");
  if (!stdout.startsWith("{")) throw new Error(`strata lint printed no report:\n${stdout}\n${stderr}`);
  const { findings, stale, blind } = JSON.parse(stdout) as LintJson;
  const wrong = findings.filter(({ waiver }) => waiver === undefined);
  const lines = (all: readonly { rule: string; resource: string }[]): string[] =>
    all.map(({ rule, resource }) => `${rule} ${resource}`);
  return { wrong: lines(wrong), stale: lines(stale), blind };
}
