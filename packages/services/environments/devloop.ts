import type { ServicesSettingsInput } from "@strata/services/settings";

/** Hosts for development behind a load balancer, which Jenkins of the pipeline layer shares. */
export const settings: ServicesSettingsInput = {
  loadBalancers: { web: { scheme: "public", subnetGroup: "public", securityGroup: "alb" } },
  hosts: {
    "elk-server": {
      instanceType: "t2.medium",
      subnetGroup: "private",
      securityGroup: "private-host",
      rootVolumeGiB: 8,
      keyPair: "admin",
      packages: ["docker"],
    },
    "devloop-server": {
      instanceType: "t2.medium",
      subnetGroup: "private",
      securityGroup: "private-host",
      rootVolumeGiB: 8,
      keyPair: "admin",
      docker: { app: { image: { repository: "devloop-server", tag: "v1" }, ports: { 8080: 8080 } } },
      traffic: { loadBalancer: "web", targetPort: 8080, healthCheckPath: "/actuator/health" },
    },
  },
};
