import type { NetworkSettingsInput } from "@strata/network/settings";

/** Web servers which are reached by a load balancer, and by administrators through a bastion. */
export const settings: NetworkSettingsInput = {
  cidr: "10.2.0.0/16",
  availabilityZones: ["a", "c"],
  routeTables: { public: "internet", private: "nat" },
  nat: "one",
  natSubnetGroup: "public",
  subnetGroups: {
    public: { cidrs: ["10.2.0.0/24", "10.2.1.0/24"], routeTable: "public", assignPublicIps: true },
    private: { cidrs: ["10.2.8.0/24", "10.2.9.0/24"], routeTable: "private" },
  },
  securityGroups: {
    alb: "Load balancer open to the internet",
    bastion: "Bastion",
    web: "Web servers behind the load balancer",
    "public-host": "Web server with an address of its own",
  },
  rules: [
    { from: ["world"], to: "alb", port: 80 },
    { from: ["world"], to: "alb", port: 443 },
    { from: ["administrators"], to: "bastion", port: 22 },
    { from: ["alb"], to: "web", port: 80 },
    { from: ["bastion"], to: "web", port: 22 },
    { from: ["world"], to: "public-host", port: 80 },
    { from: ["world"], to: "public-host", port: 443 },
    { from: ["administrators"], to: "public-host", port: 22 },
  ],
  zone: "create",
  certificates: {
    web: { names: ["@", "www"], for: "load-balancer" },
    cdn: { names: ["static"], for: "cloudfront" },
  },
  // An example whose private half nobody has: put the administrator's own here.
  keyPairs: {
    admin:
      // Yours: the public key of who administers the hosts
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHxyViYuf+KIc37X6zhSL3C0Yt6rfLry912vUPtI3pSW admin@example.com",
  },
  bastion: { subnetGroup: "public", securityGroup: "bastion", keyPair: "admin" },
};
