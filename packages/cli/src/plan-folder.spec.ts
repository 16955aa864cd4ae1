import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { PlannedLayer } from "@strata/report";
import { PlanFolder } from "./plan-folder";
import { plannedLayer } from "./testing/plans";

const reading = (...names: string[]): Pick<PlannedLayer, "reads"> => ({
  reads: names.map((name) => ({ name, version: 1, digest: "d", uses: [] })),
});

let folder: PlanFolder;
beforeEach(() => {
  folder = new PlanFolder(mkdtempSync(join(tmpdir(), "strata-plans-")));
});
afterEach(() => {
  rmSync(folder.directory, { recursive: true });
});

function write(layer: PlannedLayer, planFile = false): void {
  folder.clear(layer.layer);
  if (layer.error === undefined) writeFileSync(folder.planJson(layer.layer), '{"format_version":"1.2"}');
  if (planFile) writeFileSync(folder.planFile(layer.layer), "");
  folder.writeLayer(layer);
}

test("gives producers before their readers, each with its plan and what can be applied", () => {
  write(plannedLayer("alpha", { ...reading("zeta", "elsewhere"), kind: "what-if" }));
  write(plannedLayer("beta", { error: { code: "c", message: "m" } }));
  write(plannedLayer("zeta"), true);
  expect(
    folder.read().map(({ layer, plan, planFile }) => [layer.layer, plan !== undefined, planFile]),
  ).toEqual([
    ["zeta", true, folder.planFile("zeta")],
    ["alpha", true, undefined],
    ["beta", false, undefined],
  ]);
});

test("holds what was written, and no drafts", () => {
  const layer = plannedLayer("alpha", { outputs: { vpc_id: { value: "v", unknown: false } } });
  write(layer);
  expect(folder.readLayer("alpha")).toEqual(layer);
  expect(readdirSync(join(folder.directory, "alpha")).sort()).toEqual(["layer.json", "plan.json"]);
});

test("a plan that is begun again leaves nothing of the one before", () => {
  write(plannedLayer("alpha"), true);
  folder.clear("alpha");
  expect(folder.readLayer("alpha")).toBeUndefined();
  expect(existsSync(folder.planFile("alpha"))).toBe(false);
  expect(existsSync(folder.planJson("alpha"))).toBe(false);
});

test("what is not there, and what holds no plans, is a sentence", () => {
  const message = `${folder.directory} holds no plans. Make some with: ./strata plan --out ${folder.directory}.`;
  expect(() => folder.read()).toThrow(message);
  expect(() => new PlanFolder(join(folder.directory, "none")).read()).toThrow(/none holds no plans/);
});

test.each([
  ["no JSON", "{", /layer\.json is not what this version of Strata writes for a plan/],
  ["of another version", '{"version":2}', /Plan again into a fresh folder/],
])("a layer.json which is %s is a sentence", (_, text, message) => {
  write(plannedLayer("alpha"));
  writeFileSync(join(folder.directory, "alpha/layer.json"), text);
  expect(() => folder.read()).toThrow(message);
});
