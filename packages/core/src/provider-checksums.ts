/**
 * Checksums of Terraform providers. Beside each stack that is synthesized stands a `.terraform.lock.hcl` made of them, so that
 * `terraform init` refuses a provider which is not the one that was released, wherever it comes from.
 * How they are renewed, and where they were found: docs/supply-chain.md.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { TerraformProvider, type TerraformStack } from "cdktf";

/** A release of a provider, as Terraform's dependency lock file has it. */
interface ProviderChecksums {
  readonly version: string;
  /** `zh:` of the archive of each platform, as in the release's signed SHA256SUMS; `h1:` of what is in one of them. Sorted. */
  readonly hashes: readonly string[];
}

/** By source. Of kreuzwerker/docker none are known here: Terraform notes those of what it installs first. */
export const PROVIDER_CHECKSUMS: Readonly<Record<string, ProviderChecksums>> = {
  "hashicorp/aws": {
    version: "5.100.0",
    hashes: [
      "h1:Ijt7pOlB7Tr7maGQIqtsLFbl7pSMIj06TVdkoSBcYOw=", // darwin_arm64
      "h1:edXOJWE4ORX8Fm+dpVpICzMZJat4AX0VRCAy/xkcOc0=", // linux_amd64
      "zh:054b8dd49f0549c9a7cc27d159e45327b7b65cf404da5e5a20da154b90b8a644",
      "zh:0b97bf8d5e03d15d83cc40b0530a1f84b459354939ba6f135a0086c20ebbe6b2",
      "zh:1589a2266af699cbd5d80737a0fe02e54ec9cf2ca54e7e00ac51c7359056f274",
      "zh:6330766f1d85f01ae6ea90d1b214b8b74cc8c1badc4696b165b36ddd4cc15f7b",
      "zh:7c8c2e30d8e55291b86fcb64bdf6c25489d538688545eb48fd74ad622e5d3862",
      "zh:99b1003bd9bd32ee323544da897148f46a527f622dc3971af63ea3e251596342",
      "zh:9b12af85486a96aedd8d7984b0ff811a4b42e3d88dad1a3fb4c0b580d04fa425",
      "zh:9f8b909d3ec50ade83c8062290378b1ec553edef6a447c56dadc01a99f4eaa93",
      "zh:aaef921ff9aabaf8b1869a86d692ebd24fbd4e12c21205034bb679b9caf883a2",
      "zh:ac882313207aba00dd5a76dbd572a0ddc818bb9cbf5c9d61b28fe30efaec951e",
      "zh:bb64e8aff37becab373a1a0cc1080990785304141af42ed6aa3dd4913b000421",
      "zh:dfe495f6621df5540d9c92ad40b8067376350b005c637ea6efac5dc15028add4",
      "zh:f0ddf0eaf052766cfe09dea8200a946519f653c384ab4336e2a4a64fdd6310e9",
      "zh:f1b7e684f4c7ae1eed272b6de7d2049bb87a0275cb04dbb7cda6636f600699c9",
      "zh:ff461571e3f233699bf690db319dfe46aec75e58726636a0d97dd9ac6e32fb70",
    ],
  },
};

const LOCK_FILE = ".terraform.lock.hcl";

/** The lock file for these sources, byte for byte as Terraform writes it, so that `terraform init` has nothing to change. */
export function lockFileText(sources: readonly string[]): string {
  const blocks = sources.flatMap((source) => {
    const known = PROVIDER_CHECKSUMS[source];
    if (known === undefined) return [];
    return [
      "",
      `provider "registry.terraform.io/${source}" {`,
      `  version     = "${known.version}"`,
      `  constraints = "${known.version}"`,
      "  hashes = [",
      ...known.hashes.map((hash) => `    "${hash}",`),
      "  ]",
      "}",
    ];
  });
  return [
    '# This file is maintained automatically by "terraform init".',
    "# Manual edits may be lost in future updates.",
    ...blocks,
    "",
  ].join("\n");
}

/** `aws` and `hashicorp/aws` are the same. */
const fullSource = (source: string): string => (source.includes("/") ? source : `hashicorp/${source}`);

/** Whether a file holds all lines of a text: then Terraform has only added to it, such as a provider of which nothing is known here. */
function isIn(file: string, text: string): boolean {
  if (!existsSync(file)) return false;
  const lines = new Set(readFileSync(file, "utf8").split("\n"));
  return text.split("\n").every((line) => lines.has(line));
}

/** Has the lock file written beside the stack whenever it is synthesized. */
export function lockProviders(stack: TerraformStack): void {
  const { synthesizer } = stack;
  stack.synthesizer = {
    synthesize: (session) => {
      synthesizer.synthesize(session);
      const providers = stack.node.findAll().filter((node) => TerraformProvider.isTerraformProvider(node));
      const sources = providers.map(({ terraformProviderSource = "" }) =>
        fullSource(terraformProviderSource),
      );
      const text = lockFileText([...new Set(sources)].sort());
      const file = join(session.outdir, session.manifest.forStack(stack).workingDirectory, LOCK_FILE);
      if (!isIn(file, text)) writeFileSync(file, text);
    },
  };
}
