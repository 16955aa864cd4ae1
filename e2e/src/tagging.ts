import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Checkout } from "./checkout";

/** By layer, a resource of which the escape hatch gets hold: its class, the class's file, its path. */
const WAYS_IN = {
  database: ["KmsKey", "kms-key", "encryption/Default"],
  services: ["EcsCluster", "ecs-cluster", "cluster/cluster"],
} as const;

/**
 * Adds a tag to all that a layer makes, as a person would with `customize`: its next plan changes everything that has tags.
 * @returns takes it away again
 */
export function tagAll(checkout: Checkout, layer: keyof typeof WAYS_IN, environment: string): () => void {
  const file = join(checkout.root, "packages", layer, "environments", `${environment}.ts`);
  const settings = readFileSync(file, "utf8");
  const [name, module, path] = WAYS_IN[layer];
  writeFileSync(
    file,
    `import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { ${name} } from "@cdktf/provider-aws/lib/${module}";
import type { Customize } from "@strata/core";
import { TerraformStack } from "cdktf";
${settings}
export const customize: Customize = (stack) => {
  const constructs = TerraformStack.of(stack.resource(${name}, "${path}")).node.findAll();
  for (const provider of constructs.filter((construct) => construct instanceof AwsProvider)) {
    provider.defaultTags = [{ tags: { Reason: "so that a plan changes something" } }];
  }
};
`,
  );
  return () => {
    writeFileSync(file, settings);
  };
}
