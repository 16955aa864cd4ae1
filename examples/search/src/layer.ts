import { defineLayer } from "@strata/core";
import { networkContract } from "@strata/network-contract";
import { searchContract } from "./contract";

/** The search layer: full-text search for the backend. */
export const searchLayer = defineLayer({
  name: "search",
  owner: "@strata/search-team",
  publishes: searchContract,
  reads: [networkContract],
});
