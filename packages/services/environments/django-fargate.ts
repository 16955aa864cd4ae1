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
  services: {
    django: {
      containers: {
        app: {
          image: { repository: "django", tag: "v1" },
          port: 8000,
          environment: { DJANGO_SETTINGS_MODULE: "config.settings.production" },
          environmentFiles: ["django.env"],
          secrets: { SECRET_KEY: { parameter: "/django/secret-key" } },
          writable: ["/tmp"],
        },
      },
      desiredCount: 3,
      capacity: "fargate",
      subnetGroup: "private",
      securityGroup: "task",
      traffic: { loadBalancer: "web" },
      deployment: { kind: "rolling", oneByOne: true },
    },
  },
};
