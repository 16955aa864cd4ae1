import { crossCheck } from "@strata/core";
import { between, email, name } from "@strata/core/fields";
import { z } from "zod";
import { autoScalingGroup } from "./settings/auto-scaling-groups";
import { checkAutoScalingGroup, checkHost } from "./settings/host-checks";
import { host } from "./settings/hosts";
import { loadBalancer, traffic } from "./settings/load-balancers";
import { checkRecords } from "./settings/record-checks";
import { checkService } from "./settings/service-checks";
import { service } from "./settings/services";
import { checkTraffic } from "./settings/traffic-checks";

const settings = z.strictObject({
  loadBalancers: z.record(name, loadBalancer).default({}).describe("Application load balancers."),
  services: z.record(name, service).default({}).describe("ECS services on Fargate."),
  hosts: z.record(name, host).default({}).describe("EC2 hosts, reached through Systems Manager."),
  autoScalingGroups: z.record(name, autoScalingGroup).default({}).describe("Groups of EC2 instances."),
  accessLogDays: between(1, 3650, "days")
    .default(90)
    .describe("Days for which the access logs of load balancers are kept."),
  alarmEmails: z.array(email).default([]).describe("Who is told of alarms."),
});

/** What an environment may set in the services layer, with defaults and cross-field checks. */
export const servicesSettings = settings.check((context) => {
  const { value } = context;
  const check = crossCheck(context);
  const { report, known } = check;

  for (const [key, host] of Object.entries(value.hosts)) checkHost(["hosts", key], host, check);
  for (const [key, group] of Object.entries(value.autoScalingGroups)) {
    checkAutoScalingGroup(["autoScalingGroups", key], group, check);
  }
  for (const [key, service] of Object.entries(value.services)) {
    const at = ["services", key];
    const { deployment, containers } = service;
    checkService(at, service, value, check);

    if (service.traffic !== undefined) {
      const target = service.traffic.container ?? (Object.keys(containers)[0] as string);
      known([...at, "traffic", "container"], target, "containers", containers);
      if (target in containers && containers[target]?.port === undefined) {
        report(
          [...at, "containers", target, "port"],
          "must be set, because the load balancer sends requests to it",
        );
      }
    } else if (deployment.kind === "blue-green") {
      report([...at, "deployment", "kind"], "must be rolling, because the service has no traffic to switch");
    }
  }
  checkTraffic(value, check);
  checkRecords(value, check);
});

/** The settings as an environment writes them: what has a default may be left out. */
export type ServicesSettingsInput = z.input<typeof servicesSettings>;

/** The settings with every default filled in. */
export type ServicesSettings = z.output<typeof servicesSettings>;

export type ServiceSettings = ServicesSettings["services"][string];
export type ContainerSettings = ServiceSettings["containers"][string];
export type LoadBalancerSettings = ServicesSettings["loadBalancers"][string];

/** How requests reach a target of any kind. */
export type TrafficSettings = z.output<typeof traffic>;
