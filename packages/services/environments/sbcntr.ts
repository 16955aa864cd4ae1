import type { ServicesSettingsInput } from "@strata/services/settings";

const databaseSecrets = {
  DB_HOST: { database: "main", key: "host" },
  DB_NAME: { database: "main", key: "dbname" },
  DB_USERNAME: { database: "main", key: "username" },
  DB_PASSWORD: { database: "main", key: "password" },
} as const;

/** Without a way to the internet: no ECS Exec, which needs Systems Manager. */
const tasks = { cpu: 512, memory: 1024, capacity: "fargate", exec: false } as const;

/** A page behind a public load balancer, and the API that it calls behind an internal one. */
export const settings: ServicesSettingsInput = {
  loadBalancers: {
    frontend: { scheme: "public", subnetGroup: "ingress", securityGroup: "ingress" },
    backend: { scheme: "internal", subnetGroup: "container", securityGroup: "internal" },
  },
  services: {
    backend: {
      containers: {
        app: { image: { repository: "sbcntr-backend", tag: "v1" }, port: 80, secrets: databaseSecrets },
      },
      ...tasks,
      subnetGroup: "container",
      securityGroup: "container",
      traffic: { loadBalancer: "backend" },
      deployment: { kind: "blue-green", testPort: 10080 },
      autoscaling: { min: 2, max: 4 },
    },
    frontend: {
      containers: {
        app: {
          image: { repository: "sbcntr-frontend", tag: "v1" },
          port: 80,
          environment: { BACKEND_URL: { loadBalancerUrl: "backend" } },
          secrets: databaseSecrets,
        },
      },
      ...tasks,
      subnetGroup: "container",
      securityGroup: "front-container",
      traffic: { loadBalancer: "frontend" },
      autoscaling: { min: 2, max: 4 },
    },
  },
  hosts: {
    management: {
      subnetGroup: "management",
      securityGroup: "management",
      registryAccess: "push",
      packages: ["docker", "git", "mariadb105"],
    },
  },
};
