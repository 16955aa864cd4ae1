import type { ServicesSettingsInput } from "@strata/services/settings";

/** Nginx before Django on ECS, and a host with Docker. */
export const settings: ServicesSettingsInput = {
  loadBalancers: { web: { scheme: "public", subnetGroup: "public", securityGroup: "alb" } },
  services: {
    web: {
      containers: {
        django: { image: { repository: "django", tag: "v1" }, port: 8000, writable: ["/tmp"] },
        // The image of apps/nginx.
        nginx: {
          image: { repository: "nginx", tag: "v1" },
          port: 80,
          environment: { UPSTREAM_PORT: "8000" },
          dependsOn: { django: "start" },
          writable: ["/tmp"],
        },
      },
      capacity: "fargate",
      subnetGroup: "private",
      securityGroup: "task",
      traffic: { loadBalancer: "web", container: "nginx" },
    },
  },
  hosts: {
    docker: {
      subnetGroup: "public",
      securityGroup: "docker-host",
      keyPair: "admin",
      docker: { webapp: { image: { repository: "webapp", tag: "v1" }, ports: { 10000: 80 } } },
    },
  },
};
