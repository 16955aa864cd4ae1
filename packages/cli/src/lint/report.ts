import pc from "picocolors";
import { ExitCode } from "../core";
import { renderTable } from "../render/table";
import type { LintTool, Verdict } from "./finding";
import { judge, waiversFile, type JudgedFinding, type Waiver } from "./waivers";

const TOOLS: readonly LintTool[] = ["terraform validate", "tflint", "checkov", "strata"];

/** A layer that was planned. */
export interface PlannedLayer {
  readonly layer: string;
  /** Resources of AWS that the plan holds. */
  readonly resources: number;
}

/** What was looked at in a layer. */
export interface Look extends PlannedLayer {
  /** How many checks of each tool passed. */
  readonly passed: Readonly<Partial<Record<LintTool, number>>>;
}

/** What came of `strata lint`, as `--json` prints it. */
export interface LintReport {
  readonly environment: string;
  readonly exitCode: ExitCode;
  readonly tflintRulesets: string;
  readonly looks: readonly Look[];
  readonly findings: readonly JudgedFinding[];
  /** Waivers that excuse nothing here. */
  readonly stale: readonly Waiver[];
  /** Sentences about tools that looked at nothing, though there was something. */
  readonly blind: readonly string[];
}

/** What a report is made for. */
export interface ReportOptions {
  readonly environment: string;
  readonly waivers: readonly Waiver[];
  /** Whether all layers were looked at. Of some only, nobody can say that a waiver is for none of them. */
  readonly isWhole: boolean;
  readonly tflintRulesets: string;
}

/** Judges what the tools have found. All that is not waived must be mended, and so must waivers that are not needed. */
export function makeReport(
  layers: readonly PlannedLayer[],
  verdicts: readonly Verdict[],
  { environment, waivers, isWhole, tflintRulesets }: ReportOptions,
): LintReport {
  const found = verdicts.flatMap(({ findings }) => findings);
  const judged = judge(found, waivers, environment);
  const stale = isWhole ? judged.stale : [];
  const blind = layers.flatMap((layer) => blindTools(layer, verdicts));
  const isClean =
    judged.findings.every(({ waiver }) => waiver !== undefined) && stale.length === 0 && blind.length === 0;
  return {
    environment,
    exitCode: isClean ? ExitCode.done : ExitCode.failed,
    tflintRulesets,
    looks: layers.map(({ layer, resources }) => {
      const ofLayer = verdicts.filter((verdict) => verdict.layer === layer);
      return {
        layer,
        resources,
        passed: Object.fromEntries(ofLayer.map(({ tool, passed }) => [tool, passed])),
      };
    }),
    findings: judged.findings,
    stale,
    blind,
  };
}

/** Tools that found nothing in a layer with resources, neither right nor wrong: their silence means nothing. */
const blindTools = ({ layer, resources }: PlannedLayer, verdicts: readonly Verdict[]): string[] =>
  resources === 0
    ? []
    : TOOLS.filter(
        (tool) =>
          !verdicts.some(
            (verdict) =>
              verdict.layer === layer &&
              verdict.tool === tool &&
              (verdict.passed > 0 || verdict.findings.length > 0),
          ),
      ).map((tool) => `${tool} looked at none of the ${resources} resources of ${layer}`);

/** The report for people: what is excused and why, how much was looked at, and at the end what is wrong. */
export function renderReport({ findings, stale, blind, looks, tflintRulesets }: LintReport): string {
  const wrong = findings.filter(({ waiver }) => waiver === undefined);
  const excused = new Map<Waiver, number>();
  for (const { waiver } of findings) {
    if (waiver !== undefined) excused.set(waiver, (excused.get(waiver) ?? 0) + 1);
  }
  const sections = [
    table(
      ["WAIVED", "RULE", "RESOURCE", "REASON"],
      [...excused].map(([{ rule, resource, reason }, count]) => [String(count), rule, resource, reason]),
    ),
    table(
      ["LAYER", "RESOURCES", ...TOOLS.map((tool) => `PASSED ${tool.toUpperCase()}`)],
      looks.map(({ layer, resources, passed }) => [
        layer,
        String(resources),
        ...TOOLS.map((tool) => String(passed[tool] ?? "")),
      ]),
    ),
    `tflint used its rulesets ${tflintRulesets}.`,
    table(
      ["LAYER", "TOOL", "RULE", "RESOURCE", "MESSAGE"],
      wrong.map(({ layer, tool, rule, resource, message }) => [layer, tool, pc.red(rule), resource, message]),
    ),
    ...stale.map(
      ({ rule, resource, package: name }) =>
        `${pc.red("Stale waiver")}: nothing here needs ${rule} for ${resource}. ` +
        `Take this environment out of it in ${waiversFile(name)}.`,
    ),
    ...blind.map((sentence) => `${pc.red("Nothing checked")}: ${sentence}.`),
    `${wrong.length} to mend, ${findings.length - wrong.length} waived.`,
  ];
  return sections.filter((section) => section !== "").join("\n\n");
}

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  rows.length === 0 ? "" : renderTable(head, rows);
