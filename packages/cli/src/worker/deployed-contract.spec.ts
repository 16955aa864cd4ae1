import { FakeAws, FakeWorkspace, outcomeOf } from "../testing/workspace";

jest.setTimeout(60_000);

let aws: FakeAws;
let workspace: FakeWorkspace;
beforeEach(async () => {
  aws = await FakeAws.start();
  workspace = new FakeWorkspace();
  workspace.terraform(`case $1 in show) echo '{"format_version":"1.2"}';; esac`);
  // alpha, the layer of the workspace, reads the subnets of network.
  const contract = { name: "alpha", version: 1, digest: "d" };
  const read = {
    ...{ name: "network", version: 2, digest: "built" },
    uses: ["subnet_ids.db"],
    types: { "subnet_ids.db": { field: "subnet_ids.*", kind: "list" } },
    addresses: {},
    atLeast: [],
  };
  const manifest = { layer: "alpha", owner: "@x/team", environment: "dev", contract, reads: [read] };
  workspace.writeJson("packages/alpha/cdktf.out/stacks/alpha/cdk.tf.json", {
    "//": { strata: manifest },
    data: { terraform_remote_state: { network: { config: { key: "dev/network.tfstate" } } } },
    terraform: { backend: { s3: { bucket: "states", key: "dev/alpha.tfstate", region: "eu-west-1" } } },
  });
});
afterEach(() => {
  aws.stop();
  workspace.remove();
});

/** Deploys network with a contract of the version that alpha was built for. */
const deployed = (digest: string, subnets: unknown): void => {
  const outputs = {
    strata_contract: { value: { name: "network", version: 2, digest } },
    subnet_ids: { value: { db: subnets } },
  };
  const state = {
    version: 4,
    serial: 1,
    lineage: "x",
    resources: [{ mode: "managed", type: "aws_subnet", instances: [] }],
    outputs,
  };
  aws.objects.set("/states/dev/network.tfstate", JSON.stringify(state));
};

describe.each(["plan", "deploy"])("%s", (command) => {
  test("a deployed value of another kind is refused before Terraform begins", async () => {
    deployed("other", "subnet-1,subnet-2");
    await expect(outcomeOf(workspace.start(command, aws))).resolves.toMatchObject({ exitCode: 3 });
    expect(workspace.end).toMatchObject({ type: "failed", code: "contract-kind-differs" });
    expect(workspace.calls).toEqual([]);
  });

  test("a deployed contract which differs elsewhere is worth a notice", async () => {
    deployed("other", ["subnet-1"]);
    await expect(outcomeOf(workspace.start(command, aws))).resolves.toMatchObject({ exitCode: 0 });
    expect(workspace.notices).toEqual([
      expect.stringContaining("they differ in parts which alpha doesn't use"),
    ]);
  });

  test("of the very contract that it was built for, nothing is said", async () => {
    deployed("built", ["subnet-1"]);
    await expect(outcomeOf(workspace.start(command, aws))).resolves.toMatchObject({ exitCode: 0 });
    expect(workspace.notices).toEqual([]);
  });
});
