import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PlanFolder } from "./plan-folder";
import { newestPlans, readReport } from "./plan-report";
import { plannedLayer } from "./testing/plans";

/** A folder with the plan of a layer. */
function plans(directory: string, plan = '{"format_version":"1.2"}'): string {
  const folder = new PlanFolder(directory);
  folder.clear("network");
  writeFileSync(folder.planJson("network"), plan);
  folder.writeLayer(plannedLayer("network"));
  return directory;
}

const fresh = (): string => mkdtempSync(join(tmpdir(), "strata-report-"));

test("a report of a folder, with the findings of a file", () => {
  const directory = plans(fresh());
  const findings = join(fresh(), "lint.json");
  const rest = { tool: "checkov", rule: "CKV_1", resource: "aws_vpc.a", message: "m" };
  const finding = { ...rest, layer: "network" };
  const waiver = { rule: "*", resource: "*", environments: ["dev"], reason: "Because." };
  writeFileSync(findings, JSON.stringify({ exitCode: 1, findings: [finding, { ...finding, waiver }] }));
  expect(readReport(directory, findings).layers[0]?.findings).toEqual([
    rest,
    { ...rest, waiver: "Because." },
  ]);
});

test.each(["{", "[]", '{"findings":[{"layer":1}]}'])("%s holds no findings", (text) => {
  const file = join(fresh(), "lint.json");
  writeFileSync(file, text);
  expect(() => readReport(plans(fresh()), file)).toThrow(/lint\.json does not hold findings/);
});

test("a plan which is none is named", () => {
  const file = /network[/\\]plan\.json/;
  expect(() => readReport(plans(fresh(), "{"))).toThrow(file);
  expect(() => readReport(plans(fresh(), '{"format_version":"2.0"}'))).toThrow(/format 2\.0/);
  expect(() => readReport(fresh())).toThrow(/holds no plans/);
});

test("the newest run of the environment that has plans", () => {
  const root = fresh();
  const run = (name: string, environment: string): string => {
    const directory = join(root, ".strata", "runs", name);
    mkdirSync(directory, { recursive: true });
    writeFileSync(join(directory, "run.json"), JSON.stringify({ command: "plan", environment, layers: [] }));
    return join(directory, "plans");
  };
  expect(() => newestPlans(root, "dev")).toThrow(/no plans of dev/);
  plans(run("2026-01-01", "dev"));
  const newest = plans(run("2026-01-02", "dev"));
  run("2026-01-03", "dev");
  plans(run("2026-01-04", "other"));
  expect(newestPlans(root, "dev")).toBe(newest);
});
