import { crossCheck } from "@strata/core";
import { between, email, name } from "@strata/core/fields";
import { z } from "zod";
import { autoScalingGroup } from "./settings/auto-scaling-groups";
import { capacityGroup } from "./settings/capacity";
import { checkAutoScalingGroup, checkHost } from "./settings/host-checks";
import { host } from "./settings/hosts";
import { loadBalancer, traffic } from "./settings/load-balancers";
import { checkRecords } from "./settings/record-checks";
import { checkCapacityGroups, checkConnectNames, checkService } from "./settings/service-checks";
import { service } from "./settings/services";
import { site } from "./settings/sites";
import { checkTraffic } from "./settings/traffic-checks";

const settings = z.strictObject({
  loadBalancers: z.record(name, loadBalancer).default({}).describe("Application load balancers."),
  services: z.record(name, service).default({}).describe("ECS services."),
  capacityGroups: z
    .record(name, capacityGroup)
    .default({})
    .describe("EC2 instances for the services which don't run on Fargate."),
  containerInsights: z
    .enum(["enhanced", "enabled", "disabled"])
    .optional()
    .meta({ defaultText: "enhanced; disabled where the environment is not protected" })
    .describe("What CloudWatch measures of the cluster beyond CPU and memory; it costs by the metric."),
  hosts: z.record(name, host).default({}).describe("EC2 hosts, reached through Systems Manager."),
  autoScalingGroups: z.record(name, autoScalingGroup).default({}).describe("Groups of EC2 instances."),
  sites: z.record(name, site).default({}).describe("Static sites on CloudFront."),
  accessLogDays: between(1, 3650, "days")
    .default(90)
    .describe("Days for which the access logs of load balancers and sites are kept."),
  alarmEmails: z.array(email).default([]).describe("Who is told of alarms."),
});

/** What an environment may set in the services layer, with defaults and cross-field checks. */
export const servicesSettings = settings.check((context) => {
  const { value } = context;
  const check = crossCheck(context);

  for (const [key, host] of Object.entries(value.hosts)) checkHost(["hosts", key], host, check);
  for (const [key, group] of Object.entries(value.autoScalingGroups)) {
    checkAutoScalingGroup(["autoScalingGroups", key], group, check);
  }
  for (const [key, service] of Object.entries(value.services)) {
    checkService(["services", key], service, value, check);
  }
  checkConnectNames(value.services, check);
  checkCapacityGroups(value.capacityGroups, check);
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

export type SiteSettings = ServicesSettings["sites"][string];

/** How requests reach a target of any kind. */
export type TrafficSettings = z.output<typeof traffic>;
