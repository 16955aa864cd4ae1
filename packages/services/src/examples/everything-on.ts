import type { ServicesSettingsInput } from "../settings";

/** A service with everything turned on: Spot, Exec, FireLens, Service Connect, scaling by load and clock. */
export const services: ServicesSettingsInput["services"] = {
  shop: {
    containers: {
      app: {
        image: { repository: "shop", tag: "v1" },
        port: 8000,
        environment: { LOG: "info", REDIS_URL: { cache: "main", key: "url" } },
        environmentFiles: ["shop.env"],
        secrets: { DB_PASSWORD: { database: "main", key: "password" }, KEY: { parameter: "/shop/key" } },
        healthCheck: { command: "curl -fs http://localhost:8000/healthcheck" },
        writable: ["/tmp"],
      },
    },
    capacity: "fargate-spot",
    subnetGroup: "private",
    securityGroup: "task",
    traffic: { loadBalancer: "web" },
    connect: { name: "shop" },
    deployment: { kind: "rolling", oneByOne: true },
    autoscaling: { min: 2, max: 6, memoryPercent: 70, requestsPerTarget: 500 },
    exec: true,
    taskRole: { statements: [{ actions: ["s3:GetObject"], resources: ["arn:aws:s3:::shop-media/*"] }] },
    logging: { kind: "firelens" },
  },
};
