import type { CrossCheck } from "@strata/core";
import type { z } from "zod";
import { fargateMemory, isFargateSize } from "../fargate";
import type { service } from "./services";

type Service = z.output<typeof service>;

/** What else of the layer's settings a service may refer to, by name. */
export interface Named {
  readonly loadBalancers: object;
}

/** The checks across the settings of one service; those of its traffic are with the load balancers'. */
export function checkService(at: PropertyKey[], service: Service, named: Named, check: CrossCheck): void {
  checkSize(at, service, check);
  checkContainers(at, service, named, check);
  checkAutoscaling(at, service, check);
}

function checkSize(at: PropertyKey[], { cpu, memory }: Service, { report }: CrossCheck): void {
  if (isFargateSize(cpu, memory)) return;
  const sizes = fargateMemory(cpu);
  if (sizes === undefined) report([...at, "cpu"], "must be 256, 512, 1024, 2048 or 4096");
  else report([...at, "memory"], `must be one of ${sizes.join(", ")} MiB with ${cpu} CPU units`);
}

function checkContainers(
  at: PropertyKey[],
  { containers }: Service,
  named: Named,
  { known }: CrossCheck,
): void {
  for (const [containerName, { environment }] of Object.entries(containers)) {
    for (const [variable, source] of Object.entries(environment)) {
      if (typeof source === "string") continue;
      const path = [...at, "containers", containerName, "environment", variable, "loadBalancerUrl"];
      known(path, source.loadBalancerUrl, "loadBalancers", named.loadBalancers);
    }
  }
}

function checkAutoscaling(
  at: PropertyKey[],
  { autoscaling, desiredCount }: Service,
  { report }: CrossCheck,
): void {
  if (autoscaling === undefined) return;
  const { min, max } = autoscaling;
  if (min <= desiredCount && desiredCount <= max) return;
  report(
    [...at, "autoscaling"],
    `must keep min <= desiredCount <= max, and has ${min}, ${desiredCount}, ${max}`,
  );
}
