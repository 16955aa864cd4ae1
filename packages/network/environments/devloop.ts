import type { NetworkSettingsInput } from "@strata/network/settings";

/** Private hosts behind a bastion, a load balancer in front of them, and a database that nothing leads out of. */
export const settings: NetworkSettingsInput = {
  cidr: "10.4.0.0/16",
  availabilityZones: ["a", "c"],
  routeTables: { public: "internet", private: "nat", db: "isolated" },
  nat: "one",
  natSubnetGroup: "public",
  subnetGroups: {
    public: { cidrs: ["10.4.0.0/24", "10.4.1.0/24"], routeTable: "public", assignPublicIps: true },
    private: { cidrs: ["10.4.8.0/24", "10.4.9.0/24"], routeTable: "private" },
    db: { cidrs: ["10.4.16.0/24", "10.4.17.0/24"], routeTable: "db" },
  },
  securityGroups: {
    alb: "Load balancer open to the internet",
    bastion: "Bastion",
    "private-host": "Hosts of developers",
    jenkins: "Jenkins",
    database: "Database",
  },
  rules: [
    { from: ["world"], to: "alb", port: 80 },
    { from: ["world"], to: "alb", port: 443 },
    { from: ["administrators"], to: "bastion", port: 22 },
    { from: ["bastion"], to: "private-host", port: 22 },
    { from: ["alb"], to: "private-host", port: 8080 },
    { from: ["alb"], to: "private-host", port: 80 },
    { from: ["bastion"], to: "jenkins", port: 22 },
    { from: ["alb"], to: "jenkins", port: 8080 },
    { from: ["private-host"], to: "database", port: 3306 },
  ],
  // An example whose private half nobody has: put the administrator's own here.
  keyPairs: {
    admin:
      // Yours: the public key of who administers the hosts
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHxyViYuf+KIc37X6zhSL3C0Yt6rfLry912vUPtI3pSW admin@example.com",
  },
  bastion: { subnetGroup: "public", securityGroup: "bastion", keyPair: "admin" },
};
