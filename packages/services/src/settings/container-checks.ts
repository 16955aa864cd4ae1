import type { CrossCheck } from "@strata/core";
import type { z } from "zod";
import { LOG_ROUTER } from "../container-definition";
import type { Named } from "./service-checks";
import type { service } from "./services";

type Service = z.output<typeof service>;
type Containers = Service["containers"];

/** The checks across the containers of one service. */
export function checkContainers(at: PropertyKey[], service: Service, named: Named, check: CrossCheck): void {
  const { containers } = service;
  const here = [...at, "containers"];
  if (!Object.values(containers).some(({ essential }) => essential)) {
    check.report(here, "must have an essential container, with which the task ends");
  }
  if (service.logging.kind === "firelens" && LOG_ROUTER in containers) {
    check.report([...here, LOG_ROUTER], "must have another name: FireLens' own container is called so");
  }
  checkPorts(here, containers, check);
  checkOrder(here, containers, check);
  checkShare(here, service, "cpu", "CPU units", check);
  checkShare(here, service, "memory", "MiB", check);
  for (const [name, container] of Object.entries(containers)) {
    checkEnvironment([...here, name], container, named, check);
  }
}

function checkPorts(at: PropertyKey[], containers: Containers, { report }: CrossCheck): void {
  const owners = new Map<number, string>();
  for (const [name, { port }] of Object.entries(containers)) {
    if (port === undefined) continue;
    const other = owners.get(port);
    if (other !== undefined) {
      report(
        [...at, name, "port"],
        `is also that of ${other}; the containers of a task share one address, so choose another`,
      );
    }
    owners.set(port, name);
  }
}

/** Containers that wait for each other must come to an end of waiting. */
function checkOrder(at: PropertyKey[], containers: Containers, { report, known }: CrossCheck): void {
  for (const [name, { dependsOn }] of Object.entries(containers)) {
    for (const [other, condition] of Object.entries(dependsOn)) {
      const path = [...at, name, "dependsOn", other];
      known(path, other, "containers", containers);
      const first = containers[other];
      if (condition === "healthy" && first && first.healthCheck === undefined) {
        report(path, `needs a healthCheck of ${other}, or nobody knows when it is healthy`);
      }
      if ((condition === "complete" || condition === "success") && first?.essential === true) {
        report(path, `needs essential: false of ${other}, or the task ends with it`);
      }
    }
    const circle = circleFrom(name, containers);
    if (circle !== undefined) {
      report([...at, name, "dependsOn"], `must not lead back to itself: ${circle.join(" -> ")}`);
    }
  }
}

/** The way from a container over what it depends on back to it; undefined where there is none. */
function circleFrom(start: string, containers: Containers): string[] | undefined {
  const seen = new Set<string>();
  const search = (way: string[]): string[] | undefined => {
    const next = Object.keys(containers[way.at(-1) ?? ""]?.dependsOn ?? {});
    if (next.includes(start)) return [...way, start];
    for (const name of next.filter((one) => !seen.has(one))) {
      seen.add(name);
      const found = search([...way, name]);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  return search([start]);
}

/** The shares of the containers must fit into the task. */
function checkShare(
  at: PropertyKey[],
  service: Service,
  of: "cpu" | "memory",
  unit: string,
  { report }: CrossCheck,
): void {
  const shares = Object.values(service.containers).map((container) => container[of] ?? 0);
  const sum = shares.reduce((total, share) => total + share, 0);
  if (sum > service[of])
    report(at, `must not have more ${of} than the task: ${sum} of ${service[of]} ${unit}`);
}

function checkEnvironment(
  at: PropertyKey[],
  { environment, secrets }: Containers[string],
  named: Named,
  { report, known }: CrossCheck,
): void {
  for (const [variable, source] of Object.entries(environment)) {
    if (variable in secrets) {
      report([...at, "environment", variable], "is also in secrets; leave one of them out");
    }
    if (typeof source === "string" || !("loadBalancerUrl" in source)) continue;
    const path = [...at, "environment", variable, "loadBalancerUrl"];
    known(path, source.loadBalancerUrl, "loadBalancers", named.loadBalancers);
  }
}
