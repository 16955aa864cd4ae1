import { defineLayer } from "@strata/core";
import { foundationContract } from "./contract";

/** The foundation: where the states of all layers are kept. */
export const foundationLayer = defineLayer({
  name: "foundation",
  owner: "@strata/platform-team",
  publishes: foundationContract,
});
