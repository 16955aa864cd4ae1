import type { CrossCheck } from "@strata/core";
import { mainPort, targets, type Target, type TargetSettings } from "./targets";

/** What was found so far on a listener, with whose it is. */
interface Listener {
  default?: string;
  readonly priorities: Map<number, string>;
  readonly conditions: Map<string, string>;
}

/** The checks of all targets together: which load balancer, which port, which rule. */
export function checkTraffic(settings: TargetSettings, check: CrossCheck): void {
  const { loadBalancers } = settings;
  const listeners = new Map<string, Listener>();
  const all = targets(settings).filter(({ at, traffic }) => {
    check.known([...at, "traffic", "loadBalancer"], traffic.loadBalancer, "loadBalancers", loadBalancers);
    return traffic.loadBalancer in loadBalancers;
  });
  for (const target of all) checkListener(target, settings, listeners, check);
  checkTestPorts(all, settings, check);
}

const KINDS: Readonly<Record<string, string>> = {
  services: "service",
  hosts: "host",
  autoScalingGroups: "auto scaling group",
};

const ownerOf = ({ at: [kind, name] }: Target): string =>
  `${KINDS[String(kind)] ?? String(kind)} ${String(name)}`;

/** Which users' listener a target is on. */
function listenerOf({ traffic }: Target, { loadBalancers }: TargetSettings): string {
  const port = traffic.port ?? mainPort(loadBalancers[traffic.loadBalancer] ?? {});
  return `${traffic.loadBalancer}:${port}`;
}

/** Port 80 of a load balancer with a certificate: it only redirects. */
const redirects = (listener: string, { loadBalancers }: TargetSettings): boolean =>
  Object.entries(loadBalancers).some(
    ([name, { certificate }]) => certificate !== undefined && listener === `${name}:80`,
  );

function checkListener(
  target: Target,
  settings: TargetSettings,
  listeners: Map<string, Listener>,
  { report }: CrossCheck,
): void {
  const { rule } = target.traffic;
  const at = [...target.at, "traffic"];
  const owner = ownerOf(target);
  const name = listenerOf(target, settings);
  if (redirects(name, settings)) {
    report([...at, "port"], `port ${name} redirects to HTTPS; leave the port out, or choose another`);
    return;
  }
  const listener: Listener = listeners.get(name) ?? { priorities: new Map(), conditions: new Map() };
  listeners.set(name, listener);
  if (rule === undefined) {
    if (listener.default !== undefined) {
      const message = `port ${name} is already used by ${listener.default}; choose another, or give one of them a rule`;
      report([...at, "port"], message);
    }
    listener.default ??= owner;
    return;
  }
  const { priority } = rule;
  const conditions = JSON.stringify([[...rule.hosts].sort(), [...rule.paths].sort()]);
  const samePriority = listener.priorities.get(priority);
  const sameConditions = listener.conditions.get(conditions);
  if (samePriority !== undefined) {
    const message = `priority ${priority} on ${name} is already that of ${samePriority}; choose another`;
    report([...at, "rule", "priority"], message);
  }
  if (sameConditions !== undefined) {
    const message = `${sameConditions} has the same hosts and paths on ${name}, so one of them would get nothing`;
    report([...at, "rule"], message);
  }
  listener.priorities.set(priority, owner);
  listener.conditions.set(conditions, owner);
}

/** A test listener is its service's alone: no users, and no other service's new version. */
function checkTestPorts(all: readonly Target[], settings: TargetSettings, { report }: CrossCheck): void {
  const used = new Map(all.map((target) => [listenerOf(target, settings), ownerOf(target)]));
  for (const target of all) {
    if (target.testPort === undefined) continue;
    const at = [...target.at, "deployment", "testPort"];
    const name = `${target.traffic.loadBalancer}:${target.testPort}`;
    const other = used.get(name);
    if (redirects(name, settings)) report(at, `port ${name} redirects to HTTPS; choose another`);
    else if (other !== undefined) report(at, `port ${name} is already used by ${other}; choose another`);
    used.set(name, ownerOf(target));
  }
}
