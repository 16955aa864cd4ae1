/** A contract as an npm package of its own: what a layer in another repository reads a layer of this one by. */
import type { Contract, FieldType } from "@strata/core";

/** A package, as far as its `package.json` is needed to depend on it. */
export interface PackageVersion {
  readonly name: string;
  readonly version: string;
}

/** The name of the package of a layer's contract: `@strata/network-contract`. */
export const contractPackageName = (layerPackage: string): string => `${layerPackage}-contract`;

/**
 * The version of the package. Its major number is the contract's version, which is raised when a field is removed, renamed or
 * narrowed. Its minor number is how many values the contract has, so that it rises with each field that is added.
 */
export const contractPackageVersion = ({ version, fields }: Contract): string =>
  `${version}.${Object.values(fields).reduce((sum, field) => sum + values(field), 0)}.0`;

/** How many values a type has, not counting how many keys a map will have. */
function values(type: FieldType): number {
  switch (type.kind) {
    case "map":
      return values(type.element);
    case "object":
      return Object.values(type.fields).reduce((sum, member) => sum + values(member), 0);
    default:
      return 1;
  }
}

/** The `package.json` of a contract's package, beside which `contract.js` and `contract.d.ts` lie. */
export const contractManifest = (
  contract: Contract,
  layerPackage: string,
  core: PackageVersion,
): Readonly<Record<string, unknown>> => ({
  name: contractPackageName(layerPackage),
  version: contractPackageVersion(contract),
  description: `What the layer ${contract.name} publishes.`,
  license: "Apache-2.0",
  exports: { ".": "./contract.js" },
  files: ["contract.js", "contract.d.ts"],
  dependencies: { [core.name]: core.version },
});
