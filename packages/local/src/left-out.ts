import type { DatabaseSettings } from "@strata/database/settings";
import type { ServicesSettings } from "@strata/services/settings";

const names = (things: object): string => Object.keys(things).join(", ");

/** What of the settings has no counterpart on this machine, as sentences. */
export function leftOut(services: ServicesSettings, { databases }: DatabaseSettings): string[] {
  const { hosts, autoScalingGroups, sites } = services;
  const machines: [string, object][] = [
    ["EC2 hosts", hosts],
    ["auto scaling groups", autoScalingGroups],
    ["static sites", sites],
  ];
  return [
    ...machines
      .filter(([, things]) => Object.keys(things).length > 0)
      .map(([kind, things]) => `${kind} (${names(things)}), with what their load balancers lead to them`),
    ...Object.entries(services.loadBalancers).flatMap(([name, balancer]) => ofBalancer(name, balancer)),
    ...Object.entries(services.services).flatMap(([name, service]) => ofService(name, service)),
    ...Object.entries(databases).flatMap(([name, database]) => ofDatabase(name, database)),
  ];
}

function ofBalancer(name: string, { certificate, waf, scheme }: ServicesSettings["loadBalancers"][string]) {
  return [
    ...(certificate === undefined
      ? []
      : [`load balancer ${name}: HTTPS and the redirect to it; its users come by HTTP here`]),
    ...((waf ?? scheme === "public") ? [`load balancer ${name}: the firewall (AWS WAF)`] : []),
  ];
}

function ofService(name: string, service: ServicesSettings["services"][string]): string[] {
  const { connect, logging, autoscaling, taskRole, containers } = service;
  const files = Object.values(containers).flatMap(({ environmentFiles }) => environmentFiles);
  return [
    ...(connect === undefined ? [] : [`service ${name}: Service Connect`]),
    ...(logging.kind === "firelens" ? [`service ${name}: FireLens`] : []),
    ...(autoscaling === undefined ? [] : [`service ${name}: autoscaling; it stays at ${autoscaling.min}`]),
    ...(taskRole.statements.length === 0 ? [] : [`service ${name}: the rights of its task role in AWS`]),
    ...(files.length === 0 ? [] : [`service ${name}: environment files, which are in S3`]),
  ];
}

function ofDatabase(name: string, database: DatabaseSettings["databases"][string]): string[] {
  return [
    ...(database.requireTls ? [`database ${name}: TLS`] : []),
    ...(database.replicas === 0 ? [] : [`database ${name}: replicas; readers get the one server`]),
    ...(Object.keys(database.parameters).length === 0 ? [] : [`database ${name}: its own parameters`]),
  ];
}
