import type { EnvironmentInput } from "@strata/core";

/** The blueprint `shared-vpc`: Django, Nginx and Redis in a VPC that is there already. */
export const environment: EnvironmentInput = {
  name: "shared-vpc",
  project: "shared-vpc",
  account: "123456789012",
  region: "ap-northeast-2",
  namePrefix: "shared",
  // Made to be thrown away: a demo must be able to destroy what it made.
  protected: false,
  domain: "example.com",
  administrators: ["203.0.113.7/32"],
};
