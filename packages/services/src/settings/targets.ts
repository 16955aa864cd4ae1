import type { z } from "zod";
import type { AutoScalingGroupSettings } from "./auto-scaling-groups";
import type { HostSettings } from "./hosts";
import type { loadBalancer, traffic } from "./load-balancers";
import type { service } from "./services";

/** Something that gets requests from a load balancer. */
export interface Target {
  /** Where it is in the settings. */
  readonly at: PropertyKey[];
  readonly traffic: z.output<typeof traffic>;
  /** The port on which a blue/green service shows its new version. */
  readonly testPort: number | undefined;
}

/** What of the layer's settings has to do with targets. */
export interface TargetSettings {
  readonly loadBalancers: Readonly<Record<string, z.output<typeof loadBalancer>>>;
  readonly services: Readonly<Record<string, z.output<typeof service>>>;
  readonly hosts: Readonly<Record<string, HostSettings>>;
  readonly autoScalingGroups: Readonly<Record<string, AutoScalingGroupSettings>>;
}

type WithTraffic = Readonly<Record<string, { readonly traffic?: Target["traffic"] | undefined }>>;

/** All targets of the layer, of every kind. */
export function targets({ services, hosts, autoScalingGroups }: TargetSettings): Target[] {
  const found: Target[] = [];
  for (const [key, { traffic, deployment }] of Object.entries(services)) {
    const testPort = deployment.kind === "blue-green" ? deployment.testPort : undefined;
    if (traffic !== undefined) found.push({ at: ["services", key], traffic, testPort });
  }
  const machines: Readonly<Record<string, WithTraffic>> = { hosts, autoScalingGroups };
  for (const [kind, ofKind] of Object.entries(machines)) {
    for (const [key, { traffic }] of Object.entries(ofKind)) {
      if (traffic !== undefined) found.push({ at: [kind, key], traffic, testPort: undefined });
    }
  }
  return found;
}

/** The port on which users come to a load balancer, unless a target names another. */
export const mainPort = ({ certificate }: { readonly certificate?: unknown }): number =>
  certificate === undefined ? 80 : 443;

/** The ports of a load balancer that lead nobody anywhere but by rules, its own and those of other layers. */
export function portsOfRulesOnly(name: string, settings: TargetSettings): number[] {
  const balancer = settings.loadBalancers[name];
  if (balancer === undefined) return [];
  const own = targets(settings).filter(({ traffic }) => traffic.loadBalancer === name);
  const portOf = (target: Target): number => target.traffic.port ?? mainPort(balancer);
  const used = own.map(portOf);
  const isEntrance = balancer.certificate !== undefined || balancer.records.length > 0;
  const withDefault = new Set(own.filter(({ traffic }) => traffic.rule === undefined).map(portOf));
  return [...new Set([...(isEntrance ? [mainPort(balancer)] : []), ...used])].filter(
    (port) => !withDefault.has(port),
  );
}
