import { crossCheck } from "@strata/core";
import { email, name } from "@strata/core/fields";
import { z } from "zod";
import { host } from "./settings/hosts";
import { loadBalancer } from "./settings/load-balancers";
import { checkService } from "./settings/service-checks";
import { service } from "./settings/services";

const settings = z.strictObject({
  loadBalancers: z.record(name, loadBalancer).default({}).describe("Application load balancers."),
  services: z.record(name, service).default({}).describe("ECS services on Fargate."),
  hosts: z.record(name, host).default({}).describe("EC2 hosts, reached through Systems Manager, not by SSH."),
  alarmEmails: z.array(email).default([]).describe("Who is told of alarms."),
});

/** What an environment may set in the services layer, with defaults and cross-field checks. */
export const servicesSettings = settings.check((context) => {
  const { value } = context;
  const check = crossCheck(context);
  const { report, known } = check;

  const listeners = new Map<string, string>();
  const claim = (path: PropertyKey[], listener: string, owner: string): void => {
    const other = listeners.get(listener);
    if (other !== undefined) report(path, `port ${listener} is already used by ${other}; choose another`);
    listeners.set(listener, owner);
  };

  for (const [key, service] of Object.entries(value.services)) {
    const at = ["services", key];
    const { traffic, deployment, containers } = service;
    checkService(at, service, value, check);

    if (traffic !== undefined) {
      const target = traffic.container ?? (Object.keys(containers)[0] as string);
      known([...at, "traffic", "loadBalancer"], traffic.loadBalancer, "loadBalancers", value.loadBalancers);
      known([...at, "traffic", "container"], target, "containers", containers);
      if (target in containers && containers[target]?.port === undefined) {
        report(
          [...at, "containers", target, "port"],
          "must be set, because the load balancer sends requests to it",
        );
      }
      claim([...at, "traffic", "port"], `${traffic.loadBalancer}:${traffic.port}`, `service ${key}`);
      if (deployment.kind === "blue-green") {
        const listener = `${traffic.loadBalancer}:${deployment.testPort}`;
        claim([...at, "deployment", "testPort"], listener, `service ${key}`);
      }
    } else if (deployment.kind === "blue-green") {
      report([...at, "deployment", "kind"], "must be rolling, because the service has no traffic to switch");
    }
  }
});

/** The settings as an environment writes them: what has a default may be left out. */
export type ServicesSettingsInput = z.input<typeof servicesSettings>;

/** The settings with every default filled in. */
export type ServicesSettings = z.output<typeof servicesSettings>;

export type ServiceSettings = ServicesSettings["services"][string];
export type ContainerSettings = ServiceSettings["containers"][string];
export type TrafficSettings = NonNullable<ServiceSettings["traffic"]>;
