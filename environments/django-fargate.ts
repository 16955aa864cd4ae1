import type { EnvironmentInput } from "@strata/core";

/** The blueprint `django-fargate`: Django on Fargate behind HTTPS, in private subnets with one NAT gateway. */
export const environment: EnvironmentInput = {
  name: "django-fargate",
  project: "django-fargate",
  account: "123456789012",
  region: "ap-northeast-2",
  namePrefix: "django",
  // Made to be thrown away: a demo must be able to destroy what it made.
  protected: false,
  domain: "example.com",
  administrators: ["203.0.113.7/32"],
};
