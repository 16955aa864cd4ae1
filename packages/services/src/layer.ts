import { defineLayer } from "@strata/core";
import { databaseContract } from "@strata/database/contract";
import { imagesContract } from "@strata/images/contract";
import { networkContract } from "@strata/network/contract";
import { registryContract } from "@strata/registry/contract";
import { servicesContract } from "./contract";

/** The services layer: what runs, and how it is reached. */
export const servicesLayer = defineLayer({
  name: "services",
  owner: "@strata/services-team",
  publishes: servicesContract,
  reads: [networkContract, registryContract, imagesContract, databaseContract],
});
