import type { NetworkSettingsInput } from "@strata/network/settings";

/** New subnets in a VPC of somebody else: three zones for the load balancer, two for the containers and the cache. */
export const settings: NetworkSettingsInput = {
  existingVpc: {
    id: "vpc-0123456789abcdef0", // Yours: the VPC that is there
    cidrs: ["10.5.0.0/16"], // Yours: its ranges
    subnets: ["10.5.64.0/20", "10.5.80.0/20"], // Yours: the subnets that are in it
  },
  availabilityZones: ["a", "b", "c"],
  routeTables: { "load-balancer": "internet", tasks: "nat", cache: "isolated" },
  nat: "one",
  natSubnetGroup: "load-balancer",
  // Yours: ranges that are free in it
  subnetGroups: {
    "load-balancer": {
      cidrs: ["10.5.0.0/24", "10.5.1.0/24", "10.5.2.0/24"],
      routeTable: "load-balancer",
      assignPublicIps: true,
    },
    tasks: { cidrs: ["10.5.8.0/24", "10.5.9.0/24"], routeTable: "tasks" },
    cache: { cidrs: ["10.5.16.0/24", "10.5.17.0/24"], routeTable: "cache" },
  },
  securityGroups: { alb: "Load balancer open to the internet", service: "Containers", cache: "Redis" },
  rules: [
    { from: ["world"], to: "alb", port: 443 },
    { from: ["alb"], to: "service", port: 80 },
    { from: ["service"], to: "cache", port: 6379 },
  ],
  zone: "create",
  certificates: { web: { names: ["@", "app"], for: "load-balancer" } },
};
