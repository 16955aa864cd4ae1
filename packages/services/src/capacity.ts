import type { Environment } from "@strata/core";
import type { ServiceSettings } from "./settings";

/** On what the tasks of a service run. */
export type Capacity = NonNullable<ServiceSettings["capacity"]>;

/** A share of the tasks of a service, as ECS has it. */
export interface CapacityShare {
  readonly capacityProvider: string;
  /** Tasks which run on it before any weight counts. */
  readonly base: number;
  /** Of the tasks beyond those, its part in relation to the other weights. */
  readonly weight: number;
}

/** What the settings say, or what is cheap where nothing is protected. */
export const capacityOf = ({ capacity }: ServiceSettings, environment: Environment): Capacity =>
  capacity ?? (environment.protected ? "fargate" : "fargate-spot");

/**
 * The capacity provider strategy of a service. One task is never on Spot, so that something answers when AWS takes
 * all Spot capacity back.
 * @param providers names of the capacity providers by group
 */
export function strategy(capacity: Capacity, providers: Readonly<Record<string, string>>): CapacityShare[] {
  switch (capacity) {
    case "fargate":
      return [{ capacityProvider: "FARGATE", base: 0, weight: 1 }];
    case "fargate-spot":
      return [
        { capacityProvider: "FARGATE", base: 1, weight: 0 },
        { capacityProvider: "FARGATE_SPOT", base: 0, weight: 1 },
      ];
    default:
      return [{ capacityProvider: providers[capacity.group] ?? "", base: 0, weight: 1 }];
  }
}

/** The same as an AppSpec of CodeDeploy has it: JSON. */
export const appSpecStrategy = (shares: readonly CapacityShare[]): string =>
  JSON.stringify(
    shares.map(({ capacityProvider, base, weight }) => ({
      CapacityProvider: capacityProvider,
      Base: base,
      Weight: weight,
    })),
  );
