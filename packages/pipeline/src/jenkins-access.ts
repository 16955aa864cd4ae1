import { environmentLacks, wrongSettings, type Environment } from "@strata/core";
import type { JenkinsSettings } from "./settings";

// AWS: five values in the conditions of a rule (quotas of application load balancers), and one is the host.
const MOST_RANGES = 4;

/**
 * The IPv4 ranges from which requests get to Jenkins; undefined: from anywhere.
 * @throws environmentLacks where administrators are wanted and none are known
 * @throws wrongSettings where they are more than a listener rule can name
 */
export function openTo(
  who: NonNullable<JenkinsSettings["traffic"]>["openTo"],
  { name, administrators }: Environment,
): readonly string[] | undefined {
  if (who === "world") return undefined;
  if (administrators.length === 0) {
    throw environmentLacks(name, "administrators", "pipeline", "jenkins.traffic is open to them only");
  }
  if (administrators.length > MOST_RANGES) {
    throw wrongSettings(`environments/${name}.ts`, [
      {
        path: "administrators",
        message:
          `must be at most ${String(MOST_RANGES)} ranges, because jenkins.traffic is open to them only and a ` +
          `listener rule takes no more (given: ${String(administrators.length)}); join some, or set openTo: "world"`,
      },
    ]);
  }
  return administrators;
}
