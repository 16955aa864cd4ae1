import type { ServicesSettingsInput } from "@strata/services/settings";

/** Nginx before Django on ECS, and a host with Docker. */
export const settings: ServicesSettingsInput = {
  loadBalancers: { web: { scheme: "public", subnetGroup: "public", securityGroup: "alb" } },
  services: {},
  hosts: {
    docker: {
      subnetGroup: "public",
      securityGroup: "docker-host",
      keyPair: "admin",
      docker: { webapp: { image: { repository: "webapp", tag: "v1" }, ports: { 10000: 80 } } },
    },
  },
};
