/** Findings that are accepted. They stand beside the code which they excuse: `packages/<layer>/waivers.json`. */
import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { environmentsOf } from "../contracts/environments";
import { check, wrongSettings, type StrataError } from "../core";
import { readText } from "../read-text";
import type { Finding } from "./finding";

/** The package of the constructs which layers share; its waivers hold in all of them. */
const SHARED = "core";

/** @param environments those that there are */
const waiverSchema = (environments: readonly string[]) =>
  z.strictObject({
    /** The rule as its tool calls it: `CKV_AWS_150`, `terraform_unused_declarations`, `encrypted`. */
    rule: z.string().min(1),
    /** Terraform addresses; `*` stands for any characters: `aws_lb.*`. */
    resource: z.string().min(1),
    /** Where it is accepted. Each of them must have something that it excuses. */
    environments: z.array(z.enum(environments, `must be one of ${environments.join(", ")}`)).min(1),
    /** Why it is no fault here, for the reviewer of the report. */
    reason: z.string().min(20, "must say why, in a sentence"),
  });

/** A finding that is accepted, where and why. */
export interface Waiver extends z.output<ReturnType<typeof waiverSchema>> {
  /** The package that it stands in: the layer which it is for, or `core` for all layers. */
  readonly package: string;
}

/** A finding, and the waiver that excuses it. */
export interface JudgedFinding extends Finding {
  readonly waiver?: Waiver;
}

/** The file with the waivers of a package, from the root of the workspace. */
export const waiversFile = (name: string): string => `packages/${name}/waivers.json`;

/** Reads the waivers of a workspace, package by package. @throws wrongSettings */
export const readWaivers = (root: string): Waiver[] =>
  readdirSync(join(root, "packages"))
    .sort()
    .filter((name) => existsSync(join(root, waiversFile(name))))
    .flatMap((name) => {
      const file = waiversFile(name);
      const schema = z.array(waiverSchema(environmentsOf(root)));
      return check(schema, readJson(join(root, file), file), file).map((waiver) => ({
        ...waiver,
        package: name,
      }));
    });

function readJson(path: string, file: string): unknown {
  const broken = (reason: string): StrataError => wrongSettings(file, [{ path: "", message: reason }]);
  const text = readText(path, broken);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw broken(`is no JSON: ${(error as Error).message}`);
  }
}

/** The waivers, where those of an environment hold in a new one too, which begins with its settings. */
export const extended = (waivers: readonly Waiver[], from: string, name: string): Waiver[] =>
  waivers.map((waiver) =>
    waiver.environments.includes(from) ? { ...waiver, environments: [...waiver.environments, name] } : waiver,
  );

/** What the file of each package holds, as JSON. */
export const filesOf = (waivers: readonly Waiver[]): ReadonlyMap<string, string> =>
  new Map(
    waivers.map(({ package: name }) => [
      waiversFile(name),
      JSON.stringify(
        waivers
          .filter((waiver) => waiver.package === name)
          .map(({ rule, resource, environments, reason }) => ({ rule, resource, environments, reason })),
      ),
    ]),
  );

/** Writes the waivers of a workspace, formatted as all files are. */
export async function writeWaivers(root: string, waivers: readonly Waiver[]): Promise<void> {
  const { format, resolveConfig } = await import("prettier");
  for (const [file, text] of filesOf(waivers)) {
    const path = join(root, file);
    writeFileSync(path, await format(text, { ...(await resolveConfig(path)), filepath: path }));
  }
}

/** Whether an address fits a pattern with `*`. */
export function fits(address: string, pattern: string): boolean {
  const escaped = pattern.split("*").map((part) => part.replace(/[.\\+?^${}()|[\]]/g, "\\$&"));
  return new RegExp(`^${escaped.join(".*")}$`).test(address);
}

const excuses = (waiver: Waiver, { layer, rule, resource }: Finding): boolean =>
  [SHARED, layer].includes(waiver.package) && waiver.rule === rule && fits(resource, waiver.resource);

/** Each finding of an environment with what excuses it, and the waivers which excuse nothing there. */
export function judge(
  findings: readonly Finding[],
  waivers: readonly Waiver[],
  environment: string,
): { readonly findings: JudgedFinding[]; readonly stale: Waiver[] } {
  const here = waivers.filter(({ environments }) => environments.includes(environment));
  const judged = findings.map((finding): JudgedFinding => {
    const waiver = here.find((candidate) => excuses(candidate, finding));
    return waiver === undefined ? finding : { ...finding, waiver };
  });
  const used = new Set(judged.map(({ waiver }) => waiver));
  return { findings: judged, stale: here.filter((waiver) => !used.has(waiver)) };
}
