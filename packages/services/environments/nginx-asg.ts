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
  hosts: {
    "public-site": {
      subnetGroup: "public",
      securityGroup: "public-host",
      keyPair: "admin",
      elasticIp: true,
      records: ["this-is"],
      nginx: {},
      certbot: {},
    },
    "docker-app": {
      subnetGroup: "private",
      securityGroup: "web",
      keyPair: "admin",
      docker: { app: { image: { repository: "app", tag: "v1" }, ports: { 8000: 8000 } } },
      nginx: { proxyTo: 8000 },
      traffic: { loadBalancer: "web", rule: { paths: ["/app/*"], priority: 10 } },
    },
  },
  autoScalingGroups: {
    nginx: {
      subnetGroup: "private",
      securityGroup: "web",
      keyPair: "admin",
      min: 2,
      desired: 3,
      max: 6,
      requirements: { vcpu: { min: 1, max: 2 }, memoryGiB: { min: 1, max: 4 } },
      nginx: {},
      traffic: { loadBalancer: "web" },
      scaling: {
        targetTracking: { cpuPercent: 50 },
        simple: [{ above: 80, add: 1 }],
        steps: [
          { above: 70, add: 2 },
          { above: 90, add: 4 },
        ],
        predictive: { cpuPercent: 50 },
        scheduled: { evening: { recurrence: "50 22 * * *", timezone: "Asia/Seoul", desired: 3 } },
      },
    },
  },
  sites: { static: { certificate: { name: "cdn" }, records: ["static"] } },
};
