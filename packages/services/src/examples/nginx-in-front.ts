import type { ServicesSettingsInput } from "../settings";

/** Nginx (apps/nginx) before an app of the same task: requests get to its port 80, and from there to the app. */
export const services = {
  backend: {
    containers: {
      app: {
        image: { repository: "sbcntr-backend", tag: "v1" },
        port: 8080,
        environment: { PORT: "8080" },
      },
      nginx: {
        image: { repository: "nginx", tag: "v1" },
        port: 80,
        environment: { UPSTREAM_PORT: "8080" },
        // It is started after the app, and so ends before it: what it has taken is still answered.
        dependsOn: { app: "start" },
        writable: ["/tmp"],
      },
    },
    subnetGroup: "container",
    securityGroup: "container",
    traffic: { loadBalancer: "web", container: "nginx" },
  },
} satisfies ServicesSettingsInput["services"];
