import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { buildReport, PLANNED_LAYER_FILE, type Report, type ReportOptions } from "@strata/report";
import { z } from "zod";
import { findingsUnreadable, noPlans } from "./core";
import { PlanFolder } from "./plan-folder";
import { Run } from "./run";

/** What is read of `strata lint --json`. */
const lintSchema = z.object({
  findings: z.array(
    z.object({
      layer: z.string(),
      tool: z.string(),
      rule: z.string(),
      resource: z.string(),
      message: z.string(),
      waiver: z.object({ reason: z.string() }).optional(),
    }),
  ),
});

/**
 * The report of a folder of plans.
 * @param findingsFile what `strata lint --json` printed
 * @throws notAPlanFolder, plansUnreadable, planNotReadable, planFormatUnknown, findingsUnreadable
 */
export function readReport(directory: string, findingsFile?: string): Report {
  const options: ReportOptions = findingsFile === undefined ? {} : { findings: readFindings(findingsFile) };
  return buildReport(new PlanFolder(directory).read(), options);
}

function readFindings(file: string): ReportOptions["findings"] & object {
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw findingsUnreadable(file, error instanceof Error ? error.message : String(error));
  }
  const lint = lintSchema.safeParse(json);
  if (!lint.success) throw findingsUnreadable(file, z.prettifyError(lint.error));
  return lint.data.findings.map(({ waiver, ...finding }) => ({
    ...finding,
    ...(waiver !== undefined && { waiver: waiver.reason }),
  }));
}

/**
 * Where the plans of the newest plan run of an environment are.
 * @throws noPlans
 */
export function newestPlans(root: string, environment: string): string {
  const runs = join(root, ".strata", "runs");
  const names = existsSync(runs) ? readdirSync(runs).sort().reverse() : [];
  for (const name of names) {
    if (!existsSync(join(runs, name, "run.json"))) continue;
    const { info, plans } = Run.open(join(runs, name));
    if (info.environment === environment && hasPlans(plans.directory)) return plans.directory;
  }
  throw noPlans(environment);
}

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;

const hasPlans = (directory: string): boolean =>
  isFolder(directory) &&
  readdirSync(directory).some((layer) => existsSync(join(directory, layer, PLANNED_LAYER_FILE)));
