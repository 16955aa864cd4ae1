import { existsSync, readFileSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { type PlannedLayer } from "@strata/report";
import { plannedLayer } from "../testing/plans";
import { FakeAws, FakeWorkspace, outcomeOf, until, type Outcome } from "../testing/workspace";

jest.setTimeout(60_000);

let aws: FakeAws;
let workspace: FakeWorkspace;
let plans: string;

const contract = { name: "beta", version: 1, digest: "d" };

beforeEach(async () => {
  aws = await FakeAws.start();
  workspace = new FakeWorkspace();
  plans = join(workspace.root, "plans");
  workspace.describeRun({ command: "what-if", plans });
  workspace.writeJson("packages/alpha/cdktf.out/stacks/alpha/cdk.tf.json", {
    "//": {
      strata: {
        layer: "alpha",
        owner: "@x/team",
        environment: "dev",
        contract: { name: "alpha", version: 1, digest: "d" },
        reads: [{ ...contract, uses: ["vpc_id"], types: {}, addresses: {}, atLeast: [] }],
      },
    },
    data: { terraform_remote_state: { beta: { config: { key: "dev/beta.tfstate" } } } },
    terraform: { backend: { s3: { bucket: "states", key: "dev/alpha.tfstate", region: "eu-west-1" } } },
  });
  // The app of the layer: synthesizes nothing but what it was given.
  workspace.write(
    "packages/alpha/dist/main.js",
    `const { mkdirSync, copyFileSync } = require("fs");
     const folder = process.env.CDKTF_OUTDIR + "/stacks/alpha";
     mkdirSync(folder, { recursive: true });
     copyFileSync(process.env.STRATA_PLANNED_OUTPUTS, folder + "/cdk.tf.json");`,
  );
  aws.objects.set(
    "/states/dev/beta.tfstate",
    JSON.stringify({
      serial: 3,
      lineage: "l",
      outputs: { vpc_id: { value: "vpc-1" }, strata_contract: { value: contract } },
      resources: [],
    }),
  );
});
afterEach(() => {
  aws.stop();
  workspace.remove();
});

/** The plan of what alpha reads. */
function producer(vpcId: PlannedLayer["outputs"][string]): void {
  const layer = plannedLayer("beta", {
    state: { serial: 3, lineage: "l" },
    outputs: { vpc_id: vpcId, strata_contract: { value: contract, unknown: false } },
  });
  workspace.writeJson("plans/beta/layer.json", layer);
}
const UNCHANGED = { value: "vpc-1", unknown: false };
const UNKNOWN = { value: undefined, unknown: true };

/** A Terraform that plans, and notes where, and against what. */
const planning = (before = ""): string => `case $1 in
  plan) pwd > ${join(workspace.root, "where")}
    cp cdk.tf.json ${join(workspace.root, "planned.json")}
    for one; do case $one in -out=*) touch "\${one#-out=}";; esac; done
    ${before}
    say change_summary '"changes":{"add":1,"change":0,"remove":0}'; exit 2;;
  show) echo '{"format_version":"1.2"}';; esac`;

const work = (): Promise<Outcome> => outcomeOf(workspace.start("what-if", aws));
const planned = (): PlannedLayer =>
  JSON.parse(readFileSync(join(plans, "alpha/layer.json"), "utf8")) as PlannedLayer;
const isThere = (file: string): boolean => existsSync(join(plans, "alpha", file));
const folder = (): string => join(workspace.root, ".strata/what-if/dev-alpha");
const where = (): string => readFileSync(join(workspace.root, "where"), "utf8").trim();

test("what it reads will be different: it is planned against that, and nothing stays that could be applied", async () => {
  producer(UNKNOWN);
  workspace.terraform(planning());
  await expect(work()).resolves.toMatchObject({ exitCode: 0 });
  expect(where()).toBe(join(realpathSync(workspace.root), ".strata/what-if/dev-alpha/stacks/alpha"));
  expect(JSON.parse(readFileSync(join(workspace.root, "planned.json"), "utf8"))).toMatchObject({
    beta: { vpc_id: { unknown: true } },
  });
  expect(planned()).toMatchObject({ kind: "what-if", reviewable: false });
  expect(isThere("plan.json")).toBe(true);
  expect(isThere("plan.tfplan")).toBe(false);
  expect(existsSync(folder())).toBe(false);
});

test.each([
  ["plan --what-if keeps no plan file", false],
  ["plan --out keeps it", true],
])("what it reads stays as it is: %s", async (_, reviewable) => {
  workspace.describeRun({ reviewable });
  producer(UNCHANGED);
  workspace.terraform(planning());
  await expect(work()).resolves.toMatchObject({ exitCode: 0 });
  expect(where()).toBe(realpathSync(workspace.stack));
  expect(planned()).toMatchObject({ kind: "plan", reviewable });
  expect(isThere("plan.tfplan")).toBe(reviewable);
  expect(existsSync(folder())).toBe(false);
});

test("plan --out keeps no plan file of a what-if either", async () => {
  workspace.describeRun({ reviewable: true });
  producer(UNKNOWN);
  workspace.terraform(planning());
  await expect(work()).resolves.toMatchObject({ exitCode: 0 });
  expect(planned()).toMatchObject({ kind: "what-if" });
  expect(isThere("plan.tfplan")).toBe(false);
});

test("a layer which can't be planned says why", async () => {
  producer(UNKNOWN);
  workspace.terraform("case $1 in plan) echo no >&2; exit 1;; esac");
  await expect(work()).resolves.toMatchObject({ exitCode: 1 });
  expect(planned()).toMatchObject({ kind: "what-if", outputs: {}, error: { code: "terraform-failed" } });
  expect(existsSync(folder())).toBe(false);
});

test("so does one whose app can't do with the planned outputs", async () => {
  producer(UNKNOWN);
  workspace.terraform("exit 0");
  workspace.write("packages/alpha/dist/main.js", 'console.error("A sentence."); process.exit(3);');
  await expect(work()).resolves.toMatchObject({ exitCode: 1 });
  const message = expect.stringMatching(
    /planned outputs of the layers that it reads:\nA sentence\./,
  ) as string;
  expect(planned().error).toMatchObject({ code: "what-if-not-synthesized", message });
});

test("an interruption leaves nothing that could be applied", async () => {
  producer(UNKNOWN);
  workspace.terraform(
    planning(`trap 'exit 1' INT; touch ${join(workspace.root, "at-work")}; while :; do sleep 0.1; done`),
  );
  const child = workspace.start("what-if", aws);
  const end = outcomeOf(child);
  await until(() => existsSync(join(workspace.root, "at-work")));
  child.kill("SIGINT");
  await expect(end).resolves.toMatchObject({ exitCode: 1 });
  expect(planned()).toMatchObject({ error: { code: "interrupted" } });
  expect(isThere("plan.tfplan")).toBe(false);
  expect(existsSync(folder())).toBe(false);
});

test("a killed worker leaves no plan file among the plans, and the next one clears away what it was at", async () => {
  producer(UNKNOWN);
  workspace.terraform(planning(`touch ${join(workspace.root, "at-work")}; sleep 2`));
  const child = workspace.start("what-if", aws);
  const end = outcomeOf(child);
  await until(() => existsSync(join(workspace.root, "at-work")));
  child.kill("SIGKILL");
  await end;
  expect(existsSync(folder())).toBe(true);
  expect(isThere("layer.json")).toBe(false);
  expect(isThere("plan.tfplan")).toBe(false);
  workspace.terraform("exit 0");
  await expect(outcomeOf(workspace.start("deploy", aws))).resolves.toMatchObject({ exitCode: 0 });
  expect(existsSync(folder())).toBe(false);
});
