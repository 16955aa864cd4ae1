import type { NetworkSettingsInput } from "@strata/network/settings";

/** Containers and database without a way to the internet; AWS services are reached by VPC endpoints. */
export const settings: NetworkSettingsInput = {
  cidr: "10.0.0.0/16",
  availabilityZones: ["a", "c"],
  routeTables: { ingress: "internet", app: "isolated", db: "isolated" },
  subnetGroups: {
    ingress: { cidrs: ["10.0.0.0/24", "10.0.1.0/24"], routeTable: "ingress", assignPublicIps: true },
    container: { cidrs: ["10.0.8.0/24", "10.0.9.0/24"], routeTable: "app" },
    db: { cidrs: ["10.0.16.0/24", "10.0.17.0/24"], routeTable: "db" },
    management: { cidrs: ["10.0.240.0/24", "10.0.241.0/24"], routeTable: "ingress", assignPublicIps: true },
    egress: { cidrs: ["10.0.248.0/24", "10.0.249.0/24"], routeTable: "app" },
  },
  securityGroups: {
    ingress: "Load balancer open to the internet",
    management: "Management host",
    container: "Backend containers",
    "front-container": "Frontend containers",
    internal: "Internal load balancer",
    database: "Database",
    egress: "VPC endpoints",
  },
  rules: [
    { from: ["world"], to: "ingress", port: 80 },
    { from: ["ingress"], to: "front-container", port: 80 },
    { from: ["front-container", "management"], to: "internal", port: 80 },
    { from: ["internal"], to: "container", port: 80 },
    { from: ["container", "front-container", "management"], to: "database", port: 3306 },
    { from: ["container", "front-container", "management"], to: "egress", port: 443 },
  ],
  endpoints: {
    interface: ["ecr.api", "ecr.dkr", "logs", "secretsmanager"],
    gateway: ["s3"],
    subnetGroup: "egress",
    securityGroup: "egress",
    routeTables: ["app"],
  },
};
