import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App, TerraformOutput, TerraformStack } from "cdktf";
import { boolean, defineContract, list, map, number, object, string } from "./contract";
import { contractReference } from "./reference";
import { plannedState, type PlannedOutput } from "./what-if";

const contract = defineContract("network", 1, {
  vpcId: string(),
  vpcCidr: string(),
  port: number(),
  isPublic: boolean(),
  subnetIds: map(list()),
  hosts: map(object({ privateName: string(), port: number() })),
  names: list(),
  zoneIds: map(string()),
});

const planned: Readonly<Record<string, PlannedOutput>> = {
  vpc_id: { value: undefined, unknown: true },
  vpc_cidr: { value: "10.0.0.0/16 ${not} a %{template}", unknown: false },
  port: { value: 80, unknown: false },
  is_public: { value: undefined, unknown: true },
  subnet_ids: {
    value: { "front-end": ["subnet-1", null], db: [] },
    unknown: { "front-end": [false, true], db: [] },
  },
  hosts: { value: { "a.example": { port: 22 } }, unknown: { "a.example": { private_name: true } } },
  names: { value: undefined, unknown: true },
  zone_ids: { value: undefined, unknown: true },
};

interface Json {
  readonly locals: Readonly<Record<string, unknown>>;
  readonly resource?: { readonly terraform_data: Readonly<Record<string, unknown>> };
}

/** The stack of a reader, and what Terraform itself says of its outputs. */
function planOf(outputs: Readonly<Record<string, PlannedOutput>>): { json: Json; changes: unknown } {
  const folder = mkdtempSync(join(tmpdir(), "strata-what-if-"));
  try {
    const app = new App({ outdir: folder, skipValidation: true });
    const stack = new TerraformStack(app, "reader");
    const network = contractReference(contract, plannedState(stack, contract, outputs), () => undefined);
    const values = {
      vpc: network.vpcId,
      cidr: network.vpcCidr,
      port: network.port,
      public: network.isPublic,
      subnets: network.subnetIds.get("front-end"),
      db: network.subnetIds.get("db"),
      host: network.hosts.get("a.example").privateName,
      hostPort: network.hosts.get("a.example").port,
      names: network.names,
      zone: network.zoneIds.get("example.org"),
    };
    for (const [name, value] of Object.entries(values)) new TerraformOutput(stack, name, { value });
    app.synth();
    const cwd = join(folder, "stacks/reader");
    const json = JSON.parse(readFileSync(join(cwd, "cdk.tf.json"), "utf8")) as Json;
    writeFileSync(join(cwd, "none.tfrc"), "");
    const env = { ...process.env, TF_CLI_CONFIG_FILE: join(cwd, "none.tfrc"), CHECKPOINT_DISABLE: "1" };
    const terraform = (...args: string[]): string =>
      execFileSync("terraform", args, { cwd, env, encoding: "utf8" });
    terraform("init");
    terraform("plan", "-out=plan");
    const { output_changes: changes } = JSON.parse(terraform("show", "-json", "plan")) as {
      output_changes: Readonly<Record<string, { after?: unknown; after_unknown: unknown }>>;
    };
    const seen = Object.entries(changes).map(([name, change]) => [
      name,
      [change.after ?? null, change.after_unknown],
    ]);
    return { json, changes: Object.fromEntries(seen) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test("known values are themselves, and unknown ones are unknown to Terraform, with their types and lengths", () => {
  expect(planOf(planned).changes).toEqual({
    vpc: [null, true],
    cidr: ["10.0.0.0/16 ${not} a %{template}", false],
    port: [80, false],
    public: [null, true],
    subnets: [
      ["subnet-1", null],
      [false, true],
    ],
    db: [[], false],
    host: [null, true],
    hostPort: [22, false],
    names: [null, true],
    zone: [null, true],
  });
});

test("where all is known, there is no helper", () => {
  const known = {
    vpc_id: "vpc-1",
    vpc_cidr: "10.0.0.0/16",
    port: 80,
    is_public: true,
    subnet_ids: { "front-end": ["subnet-1"], db: [] },
    hosts: { "a.example": { private_name: "a", port: 1 } },
    names: ["a"],
    zone_ids: { "example.org": "Z1" },
  };
  const outputs = Object.entries(known).map(([name, value]) => [name, { value, unknown: false }]);
  const { json, changes } = planOf(Object.fromEntries(outputs) as Record<string, PlannedOutput>);
  expect(json.resource).toBeUndefined();
  expect(changes).toMatchObject({ vpc: ["vpc-1", false], zone: ["Z1", false], public: [true, false] });
});
