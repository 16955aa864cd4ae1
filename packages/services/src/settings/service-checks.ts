import type { CrossCheck } from "@strata/core";
import type { z } from "zod";
import { FARGATE_CPUS, fargateMemory, isFargateSize } from "../fargate";
import { connectedContainer } from "../service-connect";
import type { capacityGroup } from "./capacity";
import { checkContainers } from "./container-checks";
import type { service } from "./services";

type Service = z.output<typeof service>;
type CapacityGroups = Readonly<Record<string, z.output<typeof capacityGroup>>>;

/** What else of the layer's settings a service may refer to, by name. */
export interface Named {
  readonly loadBalancers: object;
  readonly capacityGroups: CapacityGroups;
}

/** The checks across the settings of one service; those of its listeners are with the load balancers'. */
export function checkService(at: PropertyKey[], service: Service, named: Named, check: CrossCheck): void {
  checkCapacity(at, service, named, check);
  checkContainers(at, service, named, check);
  checkTarget(at, service, check);
  checkDeployment(at, service, check);
  checkAutoscaling(at, service, check);
  checkConnect(at, service, check);
}

function checkCapacity(
  at: PropertyKey[],
  { capacity, cpu, memory, architecture, ephemeralStorageGiB }: Service,
  { capacityGroups }: Named,
  { report, known }: CrossCheck,
): void {
  if (typeof capacity === "object") {
    known([...at, "capacity", "group"], capacity.group, "capacityGroups", capacityGroups);
    const group = capacityGroups[capacity.group];
    if (group && group.architecture !== architecture) {
      report(
        [...at, "architecture"],
        `must be ${group.architecture}, as that of the capacity group ${capacity.group}`,
      );
    }
    if (ephemeralStorageGiB !== undefined) {
      report([...at, "ephemeralStorageGiB"], "is of Fargate; on EC2 set rootVolumeGiB of the capacity group");
    }
    return;
  }
  if (isFargateSize(cpu, memory)) return;
  const sizes = fargateMemory(cpu);
  if (sizes === undefined) report([...at, "cpu"], `must be one of ${FARGATE_CPUS.join(", ")} on Fargate`);
  else report([...at, "memory"], `must be one of ${sizes.join(", ")} MiB with ${cpu} CPU units`);
}

/** What the load balancer sends requests to. */
function checkTarget(
  at: PropertyKey[],
  { traffic, containers }: Service,
  { report, known }: CrossCheck,
): void {
  if (traffic === undefined) return;
  const target = traffic.container ?? (Object.keys(containers)[0] as string);
  known([...at, "traffic", "container"], target, "containers", containers);
  if (target in containers && containers[target]?.port === undefined) {
    report(
      [...at, "containers", target, "port"],
      "must be set, because the load balancer sends requests to it",
    );
  }
}

function checkDeployment(
  at: PropertyKey[],
  { traffic, deployment, connect, autoscaling }: Service,
  { report }: CrossCheck,
): void {
  if (deployment.kind === "rolling") {
    const { oneByOne, minimumHealthyPercent: minimum, maximumPercent: maximum } = deployment;
    if (oneByOne && (minimum !== undefined || maximum !== undefined)) {
      report([...at, "deployment", "oneByOne"], "chooses the percentages itself; leave them or it out");
    }
    if (minimum === 100 && maximum === 100) {
      report(
        [...at, "deployment", "maximumPercent"],
        "must be more than 100 where all tasks must go on running, or no new one can start",
      );
    }
    return;
  }
  if (traffic === undefined) {
    report([...at, "deployment", "kind"], "must be rolling, because the service has no traffic to switch");
  }
  if (connect !== undefined) {
    report([...at, "connect"], "is not for blue/green: ECS has Service Connect for rolling deployments only");
  }
  if (autoscaling?.requestsPerTarget !== undefined) {
    report(
      [...at, "autoscaling", "requestsPerTarget"],
      "is not for blue/green: a deployment moves to another target group, and the policy would count the old one's " +
        "requests; scale by cpuPercent or memoryPercent",
    );
  }
}

function checkAutoscaling(
  at: PropertyKey[],
  { autoscaling, desiredCount, traffic }: Service,
  { report }: CrossCheck,
): void {
  if (autoscaling === undefined) return;
  const { min, max, requestsPerTarget, schedule } = autoscaling;
  if (min > desiredCount || desiredCount > max) {
    report(
      [...at, "autoscaling"],
      `must keep min <= desiredCount <= max, and has ${min}, ${desiredCount}, ${max}`,
    );
  }
  if (requestsPerTarget !== undefined && traffic === undefined) {
    report([...at, "autoscaling", "requestsPerTarget"], "needs traffic, whose requests it counts");
  }
  for (const [name, limits] of Object.entries(schedule)) {
    if (limits.min <= limits.max) continue;
    const path = [...at, "autoscaling", "schedule", name];
    report(path, `must keep min <= max, and has ${limits.min}, ${limits.max}`);
  }
}

function checkConnect(at: PropertyKey[], service: Service, { report, known }: CrossCheck): void {
  const { connect, containers } = service;
  if (connect === undefined) return;
  if (connect.name === undefined && connect.container !== undefined) {
    report([...at, "connect", "container"], "needs a name under which it is called");
  }
  const container = connectedContainer(service);
  if (container === undefined) return;
  known([...at, "connect", "container"], container, "containers", containers);
  if (container in containers && containers[container]?.port === undefined) {
    report([...at, "containers", container, "port"], "must be set, because other services call it");
  }
}

/** A name of Service Connect leads to one service. */
export function checkConnectNames(services: Readonly<Record<string, Service>>, { report }: CrossCheck): void {
  const owners = new Map<string, string>();
  for (const [key, { connect }] of Object.entries(services)) {
    if (connect?.name === undefined) continue;
    const other = owners.get(connect.name);
    if (other !== undefined)
      report(["services", key, "connect", "name"], `is already that of service ${other}`);
    owners.set(connect.name, key);
  }
}

export function checkCapacityGroups(groups: CapacityGroups, { report }: CrossCheck): void {
  for (const [key, { min, max }] of Object.entries(groups)) {
    if (min > max) report(["capacityGroups", key], `must keep min <= max, and has ${min}, ${max}`);
  }
}
