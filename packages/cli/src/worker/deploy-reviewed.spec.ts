import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { planSchema, type PlannedLayer } from "@strata/report";
import { plannedLayer } from "../testing/plans";
import { FakeAws, FakeWorkspace, outcomeOf, type Outcome } from "../testing/workspace";

jest.setTimeout(60_000);

let aws: FakeAws;
let workspace: FakeWorkspace;
beforeEach(async () => {
  aws = await FakeAws.start();
  workspace = new FakeWorkspace();
  setState(4);
});
afterEach(() => {
  aws.stop();
  workspace.remove();
});

const setState = (serial: number): void => {
  aws.objects.set("/states/dev/alpha.tfstate", JSON.stringify({ serial, lineage: "l" }));
};

/** The JSON of a plan which updates a resource. */
const planJson = (after: number): object =>
  planSchema.parse({
    format_version: "1.2",
    resource_changes: [
      {
        address: "aws_eip.a",
        mode: "managed",
        type: "aws_eip",
        name: "a",
        change: { actions: ["update"], before: { size: 1 }, after: { size: after } },
      },
    ],
  });

/** Puts a reviewed plan of alpha there, and deploys it. */
async function deploy(plan: object, change: Partial<PlannedLayer> = {}): Promise<Outcome> {
  const stack = readFileSync(join(workspace.stack, "cdk.tf.json"));
  const layer = plannedLayer("alpha", {
    stackDigest: createHash("sha256").update(stack).digest("hex"),
    state: { serial: 4, lineage: "l" },
    ...change,
  });
  workspace.writeJson("reviewed/alpha/layer.json", layer);
  workspace.writeJson("reviewed/alpha/plan.json", plan);
  workspace.write("reviewed/alpha/plan.tfplan", "a plan file");
  const before = folder();
  const info = JSON.parse(readFileSync(join(workspace.run.directory, "run.json"), "utf8")) as object;
  const reviewed = join(workspace.root, "reviewed");
  workspace.writeJson(relative(workspace.root, join(workspace.run.directory, "run.json")), {
    ...info,
    reviewed,
  });
  const outcome = await outcomeOf(workspace.start("deploy", aws));
  expect(folder()).toEqual(before);
  return outcome;
}

/** All files of the reviewed folder. */
const folder = (): string[] =>
  readdirSync(join(workspace.root, "reviewed/alpha")).map(
    (name) => `${name}: ${readFileSync(join(workspace.root, "reviewed/alpha", name), "utf8")}`,
  );

/** What Terraform was called with, as far as it applied something. */
const applied = (): string[] =>
  readFileSync(join(workspace.root, "calls"), "utf8")
    .split("\n")
    .filter((line) => line.startsWith("apply"))
    .map((line) => line.split("/").slice(-3).join("/"));

/** A Terraform whose plans update to a value, and which may find a reviewed plan stale. */
const terraform = (after: number, isStale = false): void => {
  workspace.writeJson("now.json", planJson(after));
  const stale = `say diagnostic '"diagnostic":{"severity":"error","summary":"Saved plan is stale","detail":""}'; exit 1`;
  workspace.terraform(`case $1 in
    plan) say change_summary '"changes":{"add":0,"change":1,"remove":0}'; exit 2;;
    show) cat ${workspace.root}/now.json;;
    apply) case "$*" in *reviewed*) ${isStale ? stale : ":"};; esac;; esac`);
};

test("applies the very plan file that was reviewed", async () => {
  terraform(2);
  await expect(deploy(planJson(2))).resolves.toMatchObject({ exitCode: 0 });
  expect(workspace.calls).toEqual(["init", "apply"]);
  expect(applied()).toEqual(["reviewed/alpha/plan.tfplan"]);
  expect(workspace.notices).toEqual(["applied the reviewed plan"]);
  expect(workspace.events.find(({ type }) => type === "planned")).toMatchObject({ change: 1, empty: false });
});

test("does nothing when there was nothing to do", async () => {
  terraform(2);
  await expect(deploy(planSchema.parse({ format_version: "1.2" }))).resolves.toMatchObject({ exitCode: 0 });
  expect(workspace.calls).toEqual(["init"]);
  expect(workspace.notices).toEqual(["nothing to do, as it was reviewed"]);
});

test("plans again when the state has moved on, and applies the same changes", async () => {
  terraform(2);
  setState(5);
  await expect(deploy(planJson(2))).resolves.toMatchObject({ exitCode: 0 });
  expect(workspace.calls).toEqual(["init", "plan", "show", "apply"]);
  expect(applied()).toEqual(["plans/alpha/plan.tfplan"]);
  expect(workspace.notices).toEqual([
    "planned again: the state has moved on from serial 4 to 5; same changes as reviewed",
  ]);
});

test("plans again when Terraform finds the plan stale", async () => {
  terraform(2, true);
  await expect(deploy(planJson(2))).resolves.toMatchObject({ exitCode: 0 });
  expect(workspace.calls).toEqual(["init", "apply", "plan", "show", "apply"]);
  expect(workspace.notices).toEqual(["planned again: the state has moved on; same changes as reviewed"]);
});

test("stops before anything is changed when the plan is another one", async () => {
  terraform(3);
  setState(5);
  await expect(deploy(planJson(2))).resolves.toMatchObject({ exitCode: 3 });
  expect(applied()).toEqual([]);
  expect(workspace.end).toMatchObject({ code: "not-as-reviewed", exitCode: 3 });
  const { message } = workspace.end as { message: string };
  expect(message).toContain("planned again (the state has moved on from serial 4 to 5)");
  expect(message).toContain("aws_eip.a, size: reviewed: to 2; now: to 3");
});

test("a what-if is planned, and never applied from a file", async () => {
  terraform(2);
  await expect(deploy(planJson(2), { kind: "what-if" })).resolves.toMatchObject({ exitCode: 0 });
  expect(applied()).toEqual(["plans/alpha/plan.tfplan"]);
  expect(workspace.notices.join()).toMatch(/^planned after .*; same changes as reviewed/);
});
