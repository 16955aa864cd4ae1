import type { ServicesSettingsInput } from "@strata/services/settings";

/** Hosts for development behind a load balancer, which Jenkins of the pipeline layer shares. */
export const settings: ServicesSettingsInput = {
  loadBalancers: { web: { scheme: "public", subnetGroup: "public", securityGroup: "alb" } },
  hosts: {},
};
