import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App, TerraformStack } from "cdktf";
import { lockFileText, lockProviders, PROVIDER_CHECKSUMS } from "./provider-checksums";

/** What CDKTF's provider packages say of themselves. */
interface Bindings {
  readonly cdktf: { readonly provider: { readonly name: string; readonly version: string } };
}

test("the checksums are of the release that the bindings were made from", () => {
  const file = require.resolve("@cdktf/provider-aws/package.json");
  const { cdktf } = JSON.parse(readFileSync(file, "utf8")) as Bindings;
  expect(cdktf.provider.name).toBe("registry.terraform.io/hashicorp/aws");
  expect(PROVIDER_CHECKSUMS["hashicorp/aws"]?.version).toBe(cdktf.provider.version);
});

test.each(Object.entries(PROVIDER_CHECKSUMS))(
  "%s has the checksums of its whole release",
  (_, { hashes }) => {
    for (const hash of hashes) expect(hash).toMatch(/^(h1:[\w+/]{43}=|zh:[0-9a-f]{64})$/);
    expect([...hashes].sort()).toEqual(hashes);
    expect(new Set(hashes).size).toBe(hashes.length);
    // Linux and macOS on amd64 and arm64, Windows, the BSDs, 32 bits, and the release's manifest.
    expect(hashes.filter((hash) => hash.startsWith("zh:"))).toHaveLength(15);
  },
);

describe("the lock file beside a stack", () => {
  let outdir: string;
  beforeEach(() => {
    outdir = mkdtempSync(join(tmpdir(), "strata-lock-"));
  });
  afterEach(() => {
    rmSync(outdir, { recursive: true });
  });

  const file = (): string => join(outdir, "stacks/shop/.terraform.lock.hcl");
  const synthesize = (): string => {
    const app = new App({ outdir, skipValidation: true });
    const stack = new TerraformStack(app, "shop");
    new AwsProvider(stack, "aws", { region: "eu-west-1" });
    new AwsProvider(stack, "other", { region: "us-east-1", alias: "other" });
    lockProviders(stack);
    app.synth();
    return readFileSync(file(), "utf8");
  };

  test("names each provider of the stack once", () => {
    const text = synthesize();
    expect(text).toBe(lockFileText(["hashicorp/aws"]));
    expect(text.match(/^provider /gm)).toHaveLength(1);
    expect(text).toContain('  version     = "5.100.0"\n  constraints = "5.100.0"\n  hashes = [\n    "h1:');
  });

  test("keeps what Terraform has added, and loses what does not belong there", () => {
    const added = `${lockFileText(["hashicorp/aws"])}\nprovider "registry.terraform.io/kreuzwerker/docker" {\n}\n`;
    synthesize();
    writeFileSync(file(), added);
    expect(synthesize()).toBe(added);
    writeFileSync(file(), added.replace(/zh:054b/, "zh:0000"));
    expect(synthesize()).toBe(lockFileText(["hashicorp/aws"]));
  });
});
