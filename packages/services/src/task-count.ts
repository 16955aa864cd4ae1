import type { ServiceSettings } from "./settings";

type Rolling = Extract<ServiceSettings["deployment"], { kind: "rolling" }>;

/** How many tasks ECS may stop and start during a rolling deployment, in percent of the desired number. */
export interface RollingLimits {
  readonly minimumHealthyPercent: number;
  readonly maximumPercent: number;
}

/** The limits of a rolling deployment; "one by one" allows for one task more than are desired, and not for one less. */
export function rollingLimits(deployment: Rolling, desiredCount: number): RollingLimits {
  const { oneByOne, minimumHealthyPercent = 100, maximumPercent = 200 } = deployment;
  if (!oneByOne || desiredCount === 0) return { minimumHealthyPercent, maximumPercent };
  // ECS rounds the number of tasks that it allows down: rounding the percentage up leaves room for the one more.
  return { minimumHealthyPercent: 100, maximumPercent: Math.ceil((100 * (desiredCount + 1)) / desiredCount) };
}

/** How many tasks of a service run at most, those of a deployment included: as many addresses it may take. */
export function tasksAtMost({
  desiredCount,
  autoscaling,
  deployment,
}: Pick<ServiceSettings, "desiredCount" | "autoscaling" | "deployment">): number {
  const scheduled = Object.values(autoscaling?.schedule ?? {}).map(({ max }) => max);
  const tasks = Math.max(desiredCount, autoscaling?.max ?? 0, ...scheduled);
  // Blue/green runs all new tasks beside all old ones.
  const percent =
    deployment.kind === "blue-green" ? 200 : rollingLimits(deployment, desiredCount).maximumPercent;
  return Math.floor((tasks * percent) / 100);
}
