import type { EnvironmentInput } from "@strata/core";

/** The blueprint `nginx-asg`: Nginx on EC2: an auto scaling group, single hosts, a bastion and a static site. */
export const environment: EnvironmentInput = {
  name: "nginx-asg",
  project: "nginx-asg",
  account: "123456789012",
  region: "ap-northeast-2",
  namePrefix: "nginx",
  // Made to be thrown away: a demo must be able to destroy what it made.
  protected: false,
  domain: "example.com",
  administrators: ["203.0.113.7/32"],
};
