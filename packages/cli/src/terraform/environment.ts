import { delimiter, dirname, join } from "node:path";
import { findTerraform, type Terraform } from "./find";
import { requiredProviders, surroundings, writeConfiguration } from "./provider";
import { discoverLayers, type LayerPackage } from "../workspace";

/** Terraform, ready for use: where it is, and which variables it needs. */
export interface TerraformEnvironment {
  readonly terraform: Terraform;
  /** To be added to the environment of whatever runs Terraform. */
  readonly variables: Readonly<Record<string, string>>;
}

/** The folders of the packages whose providers layers need. */
export const providerPackages = (root: string, layers: readonly LayerPackage[]): string[] => [
  join(root, "packages", "core"),
  ...layers.map(({ directory }) => directory),
];

/**
 * Finds Terraform and its providers. Started by the launcher, it fetches Terraform where there is none.
 * @throws terraformMissing, terraformTooOld, terraformNotFetched
 */
export async function terraformEnvironment(root: string): Promise<TerraformEnvironment> {
  const terraform = await findOrFetch(root);
  const configuration = writeConfiguration(
    requiredProviders(providerPackages(root, discoverLayers(root))),
    surroundings(root),
  );
  const searchPath = (process.env.PATH ?? "").split(delimiter);
  const directory = dirname(terraform.path);
  return {
    terraform,
    variables: {
      CHECKPOINT_DISABLE: "1",
      ...(searchPath.includes(directory) ? {} : { PATH: [directory, ...searchPath].join(delimiter) }),
      ...(configuration === undefined ? {} : { TF_CLI_CONFIG_FILE: configuration }),
    },
  };
}

async function findOrFetch(root: string): Promise<Terraform> {
  try {
    return await findTerraform(root);
  } catch (error) {
    if (process.env.STRATA_LAUNCHER === undefined) throw error;
    const { fetchTerraform } = await import("./fetch.js");
    return fetchTerraform(root, (step) => process.stderr.write(`strata: ${step}\n`));
  }
}
