import type { ServicesSettingsInput } from "../settings";

/** One more service of a layer which has a load balancer: what must be said of it. */
export const services: ServicesSettingsInput["services"] = {
  news: {
    containers: { app: { image: { repository: "news", tag: "v1" }, port: 8000 } },
    subnetGroup: "private",
    securityGroup: "task",
    traffic: { loadBalancer: "web", rule: { paths: ["/news/*"], priority: 10 } },
  },
};
