import type { EnvironmentInput } from "@strata/core";

/** The blueprint `devloop`: hosts behind a bastion, MySQL, and Jenkins in the place of CodePipeline. */
export const environment: EnvironmentInput = {
  name: "devloop",
  project: "devloop",
  account: "123456789012",
  region: "ap-northeast-2",
  namePrefix: "devloop",
  // Made to be thrown away: a demo must be able to destroy what it made.
  protected: false,
  domain: "example.com",
  administrators: ["203.0.113.7/32"],
};
