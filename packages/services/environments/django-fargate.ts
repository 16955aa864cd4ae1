import type { ServicesSettingsInput } from "@strata/services/settings";

/** Django on Fargate behind HTTPS. */
export const settings: ServicesSettingsInput = {
  loadBalancers: {
    web: {
      scheme: "public",
      subnetGroup: "public",
      securityGroup: "alb",
      certificate: { name: "wildcard" },
      records: ["app"],
    },
  },
  services: {},
};
