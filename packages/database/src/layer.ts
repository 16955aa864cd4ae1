import { defineLayer } from "@strata/core";
import { networkContract } from "@strata/network/contract";
import { databaseContract } from "./contract";

/** The database layer: what must not be lost. */
export const databaseLayer = defineLayer({
  name: "database",
  owner: "@strata/data-team",
  publishes: databaseContract,
  reads: [networkContract],
});
