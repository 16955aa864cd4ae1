import { defineLayer } from "@strata/core";
import { registryContract } from "./contract";

/** The registry layer: where images are kept. */
export const registryLayer = defineLayer({
  name: "registry",
  owner: "@strata/platform-team",
  publishes: registryContract,
});
