import { defineLayer } from "@strata/core";
import { networkContract } from "@strata/network/contract";
import { registryContract } from "@strata/registry/contract";
import { servicesContract } from "@strata/services/contract";
import { pipelineContract } from "./contract";

/** The pipeline layer: how a commit becomes what runs. */
export const pipelineLayer = defineLayer({
  name: "pipeline",
  owner: "@strata/delivery-team",
  publishes: pipelineContract,
  reads: [networkContract, registryContract, servicesContract],
});
