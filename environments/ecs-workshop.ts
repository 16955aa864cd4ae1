import type { EnvironmentInput } from "@strata/core";

/** The blueprint `ecs-workshop`: a Docker host, and Nginx in front of Django on ECS. */
export const environment: EnvironmentInput = {
  name: "ecs-workshop",
  project: "ecs-workshop",
  account: "123456789012",
  region: "ap-northeast-2",
  namePrefix: "workshop",
  // Made to be thrown away: a demo must be able to destroy what it made.
  protected: false,
  domain: "example.com",
  administrators: ["203.0.113.7/32"],
};
