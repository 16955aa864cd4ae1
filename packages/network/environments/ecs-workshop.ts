import type { NetworkSettingsInput } from "@strata/network/settings";

/** Two public and two private subnets, one NAT gateway, and a Docker host that administrators sign in to. */
export const settings: NetworkSettingsInput = {
  cidr: "10.3.0.0/16",
  availabilityZones: ["a", "c"],
  routeTables: { public: "internet", private: "nat" },
  nat: "one",
  natSubnetGroup: "public",
  subnetGroups: {
    public: { cidrs: ["10.3.0.0/24", "10.3.1.0/24"], routeTable: "public", assignPublicIps: true },
    private: { cidrs: ["10.3.8.0/24", "10.3.9.0/24"], routeTable: "private" },
  },
  securityGroups: {
    alb: "Load balancer open to the internet",
    task: "Containers",
    "docker-host": "Docker host",
  },
  rules: [
    { from: ["world"], to: "alb", port: 80 },
    { from: ["alb"], to: "task", port: 80 },
    { from: ["administrators"], to: "docker-host", port: 22 },
    { from: ["world"], to: "docker-host", port: 10000 },
  ],
  // An example whose private half nobody has: put the administrator's own here.
  keyPairs: {
    admin:
      // Yours: the public key of who administers the hosts
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHxyViYuf+KIc37X6zhSL3C0Yt6rfLry912vUPtI3pSW admin@example.com",
  },
};
