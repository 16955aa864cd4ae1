import { defineContract, string } from "@strata/core";

/** What the search layer publishes. */
export const searchContract = defineContract("search", 1, {
  address: string("Private address of the search host."),
});
