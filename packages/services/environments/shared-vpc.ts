import type { ServicesSettingsInput } from "@strata/services/settings";

/** Django and Nginx in one task, in a VPC that is there already. */
export const settings: ServicesSettingsInput = {
  loadBalancers: {
    web: {
      scheme: "public",
      subnetGroup: "load-balancer",
      securityGroup: "alb",
      certificate: { name: "web" },
      records: ["app"],
    },
  },
  services: {},
};
