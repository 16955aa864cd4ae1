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
  services: {
    django: {
      containers: {
        django: {
          image: { repository: "django", tag: "v1" },
          port: 8000,
          environment: {
            REDIS_HOST: { cache: "main", key: "host" },
            REDIS_PORT: { cache: "main", key: "port" },
          },
          writable: ["/tmp"],
        },
        // The image of apps/nginx.
        nginx: {
          image: { repository: "nginx", tag: "v1" },
          port: 80,
          environment: { UPSTREAM_PORT: "8000" },
          dependsOn: { django: "start" },
          writable: ["/tmp"],
        },
      },
      cpu: 256,
      memory: 1024,
      capacity: "fargate",
      subnetGroup: "tasks",
      securityGroup: "service",
      traffic: { loadBalancer: "web", container: "nginx" },
      deployment: { kind: "blue-green", testPort: 8443 },
    },
  },
};
