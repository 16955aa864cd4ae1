import { stripVTControlCharacters } from "node:util";
import type { Finding, LintTool, Verdict } from "./finding";
import { makeReport, renderReport, type ReportOptions } from "./report";

const layers = [
  { layer: "network", resources: 12 },
  { layer: "database", resources: 0 },
];

const verdict = (tool: LintTool, passed: number, findings: readonly Finding[] = []): Verdict => ({
  layer: "network",
  tool,
  passed,
  findings,
});

const clean = [
  verdict("terraform validate", 1),
  verdict("tflint", 1),
  verdict("strata", 20),
  verdict("checkov", 30),
];

const fault: Finding = {
  layer: "network",
  tool: "checkov",
  rule: "CKV_1",
  resource: "aws_vpc.vpc",
  message: "Ensure that it is better",
};

const waiver = {
  rule: "CKV_1",
  resource: "aws_vpc.*",
  environments: ["dev"],
  package: "network",
  reason: "It is good enough here.",
};

const options = (more: Partial<ReportOptions> = {}): ReportOptions => ({
  environment: "dev",
  waivers: [],
  isWhole: true,
  tflintRulesets: "terraform (1.0)",
  ...more,
});

test("nothing found in layers that were looked at is fine, and a layer without resources too", () => {
  expect(makeReport(layers, clean, options())).toMatchObject({ exitCode: 0, findings: [], blind: [] });
});

test("a tool which looked at nothing fails", () => {
  const report = makeReport(layers, [...clean.slice(0, 3), verdict("checkov", 0)], options());
  expect(report).toMatchObject({
    exitCode: 1,
    blind: ["checkov looked at none of the 12 resources of network"],
  });
});

test("a finding fails, and a waived one doesn't", () => {
  const verdicts = [...clean.slice(0, 3), verdict("checkov", 30, [fault])];
  expect(makeReport(layers, verdicts, options()).exitCode).toBe(1);
  expect(makeReport(layers, verdicts, options({ waivers: [waiver] })).exitCode).toBe(0);
});

test("a waiver that excuses nothing fails, unless only some layers were looked at", () => {
  expect(makeReport(layers, clean, options({ waivers: [waiver] }))).toMatchObject({
    exitCode: 1,
    stale: [waiver],
  });
  expect(makeReport(layers, clean, options({ waivers: [waiver], isWhole: false })).exitCode).toBe(0);
});

test("the report counts what is waived and says why", () => {
  const other = { ...fault, rule: "CKV_2" };
  const verdicts = [...clean.slice(0, 3), verdict("checkov", 30, [fault, fault, other])];
  const text = stripVTControlCharacters(
    renderReport(makeReport(layers, verdicts, options({ waivers: [waiver] }))),
  );
  expect(text).toMatch(/2 +CKV_1 +aws_vpc\.\* +It is good enough here\./);
  expect(text).toMatch(/network +checkov +CKV_2 +aws_vpc\.vpc +Ensure that it is better/);
  expect(text).toContain("1 to mend, 2 waived.");
});
