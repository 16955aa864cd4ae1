import { defineLayer } from "@strata/core";
import { networkContract } from "./contract";

/** The network layer: where everything runs, and who may talk to whom. */
export const networkLayer = defineLayer({
  name: "network",
  owner: "@strata/network-team",
  publishes: networkContract,
});
