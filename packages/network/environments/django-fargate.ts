import type { NetworkSettingsInput } from "@strata/network/settings";

/** Containers without public addresses, which reach the internet through one NAT gateway. */
export const settings: NetworkSettingsInput = {
  cidr: "10.1.0.0/16",
  availabilityZones: ["a", "c"],
  routeTables: { public: "internet", private: "nat" },
  nat: "one",
  natSubnetGroup: "public",
  subnetGroups: {
    public: { cidrs: ["10.1.0.0/24", "10.1.1.0/24"], routeTable: "public", assignPublicIps: true },
    private: { cidrs: ["10.1.8.0/24", "10.1.9.0/24"], routeTable: "private" },
  },
  securityGroups: { alb: "Load balancer open to the internet", task: "Containers" },
  rules: [
    { from: ["world"], to: "alb", port: 80 },
    { from: ["world"], to: "alb", port: 443 },
    { from: ["alb"], to: "task", port: 8000 },
  ],
  zone: "create",
  certificates: { wildcard: { names: ["@", "*"], for: "load-balancer" } },
};
