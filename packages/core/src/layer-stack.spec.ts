import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamUser } from "@cdktf/provider-aws/lib/iam-user";
import { SsmParameter } from "@cdktf/provider-aws/lib/ssm-parameter";
import { App } from "cdktf";
import { Construct } from "constructs";
import { defineContract, list, map, number, object, string } from "./contract";
import type { Environment } from "./environment";
import { defineLayer } from "./layer";
import { LayerStack, type LayerManifest } from "./layer-stack";
import { PLANNED_OUTPUTS } from "./what-if";

const network = defineContract("network", 2, {
  vpcId: string("The VPC."),
  subnetIds: map(list(), "Subnets."),
  hosts: map(object({ privateName: string(), port: number() })),
});
const services = defineContract("services", 1, {
  endpoints: map(object({ dnsName: string() }), "Where."),
  groups: map(list(), "Whom."),
});
const layer = defineLayer({ name: "services", owner: "@strata/test", publishes: services, reads: [network] });

const environment: Environment = {
  name: "dev",
  project: "shop",
  account: "123456789012",
  region: "ap-northeast-2",
  namePrefix: "shop-dev",
  protected: false,
  administrators: [],
  tags: { CostCentre: "42" },
};

class Stack extends LayerStack<typeof layer> {
  constructor(scope: Construct) {
    super(scope, layer, environment);
    const { subnetIds, hosts } = this.read(network);
    this.addOverride("locals", { ids: subnetIds.get("front-end"), host: hosts.get("a").privateName });
    new SsmParameter(new Construct(this, "hosts"), "first", { name: "/a", type: "String", value: "1" });
    const trusted = { assumeRolePolicy: "{}" };
    new IamRole(this, "role", { name: "shop-dev-role", ...trusted });
    new IamRole(this, "bounded", { name: "shop-dev-bounded", ...trusted, permissionsBoundary: "narrower" });
    new IamUser(this, "user", { name: "shop-dev-user" });
    this.needAddresses(network, ["subnetIds", "front-end"], 4);
    this.needAddresses(network, ["subnetIds", "front-end"], 2);
    this.needAtLeast(network, ["subnetIds", "front-end"], 2, "for the load balancer web");
    this.offerAddresses(["endpoints", "front-end"], 9);
    this.publish({
      endpoints: { "front-end": { dnsName: "example.org" } },
      groups: { a: ["x", "y"], b: subnetIds.get("front-end") },
    });
  }
}

interface Json {
  readonly "//": { strata: LayerManifest };
  readonly terraform: { backend: object; required_version: string };
  readonly provider: { aws: readonly object[] };
  readonly data?: { terraform_remote_state: { network: { config: object } } };
  readonly resource: Readonly<Record<string, Readonly<Record<string, object>>>>;
  readonly locals: object;
  readonly output: Readonly<Record<string, object>>;
}

let json: Json;

function synthesize(context: Record<string, unknown> = {}): Json {
  const outdir = mkdtempSync(join(tmpdir(), "strata-layer-stack-"));
  const app = new App({ outdir, context });
  new Stack(app);
  app.synth();
  const text = readFileSync(join(outdir, "stacks/services/cdk.tf.json"), "utf8");
  rmSync(outdir, { recursive: true });
  return JSON.parse(text) as Json;
}

beforeAll(() => {
  json = synthesize();
});

test("keeps its state in the environment's bucket, locked and encrypted", () => {
  expect(json.terraform.backend).toEqual({
    s3: {
      bucket: "shop-dev-tfstate-123456789012-ap-northeast-2",
      key: "dev/services.tfstate",
      region: "ap-northeast-2",
      encrypt: true,
      kms_key_id: "alias/shop-dev-tfstate",
      use_lockfile: true,
    },
  });
  expect(json.terraform.required_version).toBe(">= 1.10.0");
});

test("works in the environment's account only, and tags everything", () => {
  expect(json.provider.aws).toEqual([
    {
      region: "ap-northeast-2",
      allowed_account_ids: ["123456789012"],
      default_tags: [
        {
          tags: {
            CostCentre: "42",
            Project: "shop",
            Environment: "dev",
            Layer: "services",
            Owner: "@strata/test",
            ManagedBy: "strata",
          },
        },
      ],
    },
  ]);
});

test("keeps every role and user that it makes within the boundary of workloads, or a narrower one of their own", () => {
  const permissions_boundary = "arn:aws:iam::123456789012:policy/strata/shop-dev-workload-boundary";
  expect(json.resource).toMatchObject({
    aws_iam_role: { role: { permissions_boundary }, bounded: { permissions_boundary: "narrower" } },
    aws_iam_user: { user: { permissions_boundary } },
  });
});

test("reads the producer's state, and records what it uses of it", () => {
  expect(json.data?.terraform_remote_state.network.config).toEqual({
    bucket: "shop-dev-tfstate-123456789012-ap-northeast-2",
    key: "dev/network.tfstate",
    region: "ap-northeast-2",
  });
  expect(json.locals).toEqual({
    ids: '${data.terraform_remote_state.network.outputs.subnet_ids["front-end"]}',
    host: "${data.terraform_remote_state.network.outputs.hosts.a.private_name}",
  });
  expect(json["//"].strata).toEqual({
    layer: "services",
    owner: "@strata/test",
    environment: "dev",
    contract: { name: "services", version: 1, digest: services.digest },
    reads: [
      {
        name: "network",
        version: 2,
        digest: network.digest,
        uses: ["hosts.a.private_name", "subnet_ids.front-end"],
        types: {
          "hosts.a.private_name": { field: "hosts.*.private_name", kind: "string" },
          "subnet_ids.front-end": { field: "subnet_ids.*", kind: "list" },
        },
        addresses: { "subnet_ids.front-end": 6 },
        atLeast: [{ path: "subnet_ids.front-end", count: 2, why: "for the load balancer web" }],
      },
    ],
    offers: { endpoints: { "front-end": { dns_name: true } }, groups: { a: 2, b: true } },
    addresses: { "endpoints.front-end": 9 },
  });
});

test("publishes its contract in snake case, leaving names of the settings alone, with its version", () => {
  expect(json.output).toEqual({
    endpoints: { description: "Where.", value: { "front-end": { dns_name: "example.org" } } },
    groups: {
      description: "Whom.",
      value: { a: ["x", "y"], b: '${data.terraform_remote_state.network.outputs.subnet_ids["front-end"]}' },
    },
    strata_contract: {
      description: "Which contract the other outputs keep.",
      value: { name: "services", version: 1, digest: services.digest },
    },
  });
});

test("gives customize a resource by its class and path, and says which there are", () => {
  const stack = new Stack(new App());
  const parameter = stack.resource(SsmParameter, "hosts/first");
  parameter.tier = "Advanced";
  expect(parameter.tierInput).toBe("Advanced");
  expect(() => stack.resource(SsmParameter, "hosts/second")).toThrow(
    'The services layer has no aws_ssm_parameter at "hosts/second". It has them at: hosts/first.',
  );
});

test("against planned outputs no remote state is read, and nobody can apply it", () => {
  const outputs = { subnet_ids: { value: { "front-end": ["s"] }, unknown: {} } };
  const whatIf = synthesize({ [PLANNED_OUTPUTS]: { network: outputs } });
  expect(whatIf.data).toBeUndefined();
  expect(whatIf.provider.aws).toMatchObject([
    {
      allowed_account_ids: ['${terraform.applying ? "none: this is a what-if plan" : "123456789012"}'],
    },
  ]);
});
