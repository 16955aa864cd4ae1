import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { GetRoleCommand } from "@aws-sdk/client-iam";
import { awsAt } from "./aws";
import { NpmRegistry } from "./npm-registry";
import { type Outcome, Strata, succeeded } from "./strata";

/** `examples/search` in a folder of its own, with nothing of this repository but what was published of it. */
describe("a layer in a repository of its own", () => {
  let strata: Strata;
  let registry: NpmRegistry;
  let search: string;

  const inSearch = (line: string): Promise<Outcome> => strata.shellIn(search, line);
  const stack = (): string => join(search, "cdktf.out/stacks/search");

  beforeAll(async () => {
    strata = await Strata.create();
    registry = await NpmRegistry.start();
    search = mkdtempSync(join(tmpdir(), "strata-search-"));
    cpSync(join(strata.checkout.root, "examples/search"), search, { recursive: true });
    writeFileSync(join(search, ".npmrc"), registry.settings("@strata"));
  });

  afterAll(async () => {
    registry.stop();
    rmSync(search, { recursive: true, force: true });
    await strata.remove();
  });

  test("what it needs is packed, and published with npm", async () => {
    const packages = join(search, "packed");
    const { stdout } = await strata.run("contracts", "pack", "network", "--out", packages, "--json");
    const packed = JSON.parse(stdout) as { name: string; version: string; file: string }[];
    expect(packed.map(({ name }) => name)).toEqual([
      "@strata/core",
      "@strata/environments",
      "@strata/network-contract",
    ]);
    for (const { file } of packed) succeeded(await inSearch(`npm publish ${file}`));
  });

  test("it is built with these, and synthesized", async () => {
    succeeded(await inSearch("pnpm install --prefer-offline"));
    succeeded(await inSearch("pnpm run build"));
    succeeded(await inSearch("pnpm run synth"));
    const json = JSON.parse(readFileSync(join(stack(), "cdk.tf.json"), "utf8")) as {
      terraform: { backend: { s3: { key: string } } };
    };
    expect(json.terraform.backend.s3.key).toBe("sbcntr/search.tfstate");
  });

  test("it is admitted: a file for review, then its place in the locks and in CODEOWNERS", async () => {
    const { stderr } = await strata.run(
      "contracts",
      "admit",
      join(stack(), "cdk.tf.json"),
      "--repo",
      "strata/search",
    );
    expect(stderr).toContain("readers/search.json: written.");
    const noticed = await strata.run("contracts", "check");
    expect([noticed.exitCode, noticed.stdout]).toEqual([
      1,
      expect.stringContaining("+ search reads network\n  + search uses security_group_ids.* of network"),
    ]);
    succeeded(await strata.run("contracts", "update"));
    expect(succeeded(await strata.run("contracts", "check"))).toContain("Contracts hold");
    expect(succeeded(await strata.run("owners"))).toMatch(
      /packages\/network\/src\/contract\.ts .*@strata\/search-team/,
    );
  });

  test("the foundation makes its roles, for the jobs of its repository", async () => {
    succeeded(await strata.run("bootstrap"));
    const { iam } = awsAt(strata.emulator.url);
    const { Role } = await iam.send(new GetRoleCommand({ RoleName: "sbcntr-search-deploy" }));
    expect(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? "")).toContain(
      "repo:strata/search:environment:sbcntr-search",
    );
  });

  test("cdktf deploys it into its own state, and a second plan is empty", async () => {
    const { layers } = await strata.runJson("deploy", "network");
    expect(layers.map(({ status }) => status)).toEqual(["done"]);
    succeeded(await inSearch("cdktf deploy search --auto-approve --skip-provider-lock"));
    const plan = await strata.shellIn(stack(), "terraform plan -detailed-exitcode -input=false");
    expect([plan.exitCode, plan.stdout]).toEqual([0, expect.stringContaining("No changes.")]);
  });

  test("the network can neither drop a field that it uses, nor go", async () => {
    const { checkout } = strata;
    const file = "packages/network/src/contract.ts";
    const before = readFileSync(join(checkout.root, file), "utf8");
    checkout.edit(file, /\n {2}vpcId: .*/, "");
    const update = await strata.run("contracts", "update");
    writeFileSync(join(checkout.root, file), before);
    expect([update.exitCode, update.stderr]).toEqual([
      3,
      expect.stringContaining("search (@strata/search-team) uses vpc_id"),
    ]);
    const destroy = await strata.run("destroy", "network");
    expect([destroy.exitCode, destroy.stderr]).toEqual([
      3,
      expect.stringContaining("network is still read in sbcntr, from repositories of their own, by search"),
    ]);
  });

  test("it is destroyed, and then the network may go", async () => {
    succeeded(await inSearch("cdktf destroy search --auto-approve --skip-provider-lock"));
    const { layers } = await strata.runJson("destroy", "network");
    expect(layers.map(({ status }) => status)).toEqual(["done"]);
  });
});
