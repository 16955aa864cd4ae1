import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { wrongSettings } from "../core";
import type { Finding } from "./finding";

const FILE = "lint/waivers.json";

const waiverSchema = z.strictObject({
  /** The rule as its tool calls it: `CKV_AWS_150`, `terraform_unused_declarations`. */
  rule: z.string().min(1),
  /** Terraform addresses; `*` stands for any characters: `aws_lb.*`. */
  resource: z.string().min(1),
  /** Where it is accepted. Each of them must have something that it excuses. */
  environments: z.array(z.string().min(1)).min(1),
  /** Why it is no fault here, for the reviewer of the report. */
  reason: z.string().min(20, "must say why, in a sentence"),
});

/** A finding that is accepted, where and why. */
export type Waiver = z.output<typeof waiverSchema>;

/** A finding, and the waiver that excuses it. */
export interface JudgedFinding extends Finding {
  readonly waiver?: Waiver;
}

/** Reads the waivers of a workspace. @throws wrongSettings */
export function readWaivers(root: string): Waiver[] {
  const path = join(root, FILE);
  if (!existsSync(path)) return [];
  const result = z.array(waiverSchema).safeParse(JSON.parse(readFileSync(path, "utf8")));
  if (result.success) return result.data;
  throw wrongSettings(
    FILE,
    result.error.issues.map(({ path: at, message }) => ({ path: at.join("."), message })),
  );
}

/** The waivers, where those of an environment hold in a new one too, which begins with its settings. */
export const extended = (waivers: readonly Waiver[], from: string, name: string): Waiver[] =>
  waivers.map((waiver) =>
    waiver.environments.includes(from) ? { ...waiver, environments: [...waiver.environments, name] } : waiver,
  );

/** Writes the waivers of a workspace, formatted as all files are. */
export async function writeWaivers(root: string, waivers: readonly Waiver[]): Promise<void> {
  const { format, resolveConfig } = await import("prettier");
  const path = join(root, FILE);
  const options = { ...(await resolveConfig(path)), filepath: path };
  writeFileSync(path, await format(JSON.stringify(waivers), options));
}

/** Whether an address fits a pattern with `*`. */
export function fits(address: string, pattern: string): boolean {
  const escaped = pattern.split("*").map((part) => part.replace(/[.\\+?^${}()|[\]]/g, "\\$&"));
  return new RegExp(`^${escaped.join(".*")}$`).test(address);
}

/** Each finding of an environment with what excuses it, and the waivers which excuse nothing there. */
export function judge(
  findings: readonly Finding[],
  waivers: readonly Waiver[],
  environment: string,
): { readonly findings: JudgedFinding[]; readonly stale: Waiver[] } {
  const here = waivers.filter(({ environments }) => environments.includes(environment));
  const judged = findings.map((finding): JudgedFinding => {
    const waiver = here.find(
      ({ rule, resource }) => rule === finding.rule && fits(finding.resource, resource),
    );
    return waiver === undefined ? finding : { ...finding, waiver };
  });
  const used = new Set(judged.map(({ waiver }) => waiver));
  return { findings: judged, stale: here.filter((waiver) => !used.has(waiver)) };
}
