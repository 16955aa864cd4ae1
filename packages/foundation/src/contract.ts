import { defineContract, string } from "@strata/core";

/** What the foundation publishes, for people: layers name bucket and key from their environment. */
export const foundationContract = defineContract("foundation", 1, {
  stateBucket: string("Name of the bucket of all states."),
  stateKeyArn: string("ARN of the KMS key which encrypts them."),
});
