import { defineLayer } from "@strata/core";
import { registryContract } from "@strata/registry/contract";
import { imagesContract } from "./contract";

/** The images layer: images that are built from this repository. Environments whose images come from elsewhere go without. */
export const imagesLayer = defineLayer({
  name: "images",
  owner: "@strata/platform-team",
  publishes: imagesContract,
  reads: [registryContract],
  optional: true,
});
