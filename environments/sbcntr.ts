import type { EnvironmentInput } from "@strata/core";

/** The blueprint `sbcntr`: two-tier containers without internet access. It is what `./strata demo` deploys. */
export const environment: EnvironmentInput = {
  name: "sbcntr",
  project: "sbcntr",
  account: "123456789012",
  region: "ap-northeast-2",
  namePrefix: "sbcntr",
  // Made to be thrown away: a demo must be able to destroy its database.
  protected: false,
};
