import type { ServicesSettingsInput } from "@strata/services/settings";

/** Nginx on EC2 instances behind HTTPS, a public host, a host with Docker, and a static site. */
export const settings: ServicesSettingsInput = {
  loadBalancers: {
    web: {
      scheme: "public",
      subnetGroup: "public",
      securityGroup: "alb",
      certificate: { name: "web" },
      records: ["www"],
    },
  },
  hosts: {},
};
