import { DbParameterGroup } from "@cdktf/provider-aws/lib/db-parameter-group";
import { Construct } from "constructs";
import type { OneDatabase } from "../settings";

export type ParameterGroupProps = Pick<
  OneDatabase,
  "engine" | "engineVersion" | "requireTls" | "slowQuerySeconds" | "parameters"
> & { readonly name: (...parts: string[]) => string };

/** How MySQL is set: text in UTF-8, a log of slow queries, and what the settings add. */
export class ParameterGroup extends Construct {
  readonly name: string;

  constructor(scope: Construct, id: string, props: ParameterGroupProps) {
    super(scope, id);
    // RDS names a family by the first two numbers of the version: mysql8.0.
    const release = props.engineVersion.split(".").slice(0, 2).join(".");
    const group = new DbParameterGroup(this, "parameters", {
      // A group belongs to one family, and an instance is never without one: the next family's group is made
      // under its own name before this one goes.
      name: props.name(`${props.engine}${release.replace(".", "")}`),
      description: `Parameters for ${props.engine} ${release}`,
      family: `${props.engine}${release}`,
      parameter: [
        { name: "character_set_server", value: "utf8mb4" },
        { name: "collation_server", value: "utf8mb4_0900_ai_ci" },
        { name: "log_output", value: "FILE" },
        { name: "long_query_time", value: String(props.slowQuerySeconds) },
        { name: "require_secure_transport", value: props.requireTls ? "1" : "0" },
        { name: "slow_query_log", value: "1" },
        ...Object.entries(props.parameters).map(([name, { value, apply }]) => ({
          name,
          value,
          applyMethod: apply,
        })),
      ],
      lifecycle: { createBeforeDestroy: true },
    });
    this.name = group.name;
  }
}
