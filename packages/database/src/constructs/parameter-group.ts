import { DbParameterGroup } from "@cdktf/provider-aws/lib/db-parameter-group";
import { RdsClusterParameterGroup } from "@cdktf/provider-aws/lib/rds-cluster-parameter-group";
import { Construct } from "constructs";
import type { OneDatabase } from "../settings";

export interface ParameterGroupProps {
  readonly name: (...parts: string[]) => string;
  readonly settings: OneDatabase;
}

/** What is written to the audit log: who connects, and what changes users, rights and tables. */
const AUDITED = "CONNECT,QUERY_DCL,QUERY_DDL";

/** How MySQL is set: text in UTF-8, a log of slow queries, and what the settings add. */
export class ParameterGroup extends Construct {
  readonly name: string;

  constructor(scope: Construct, id: string, { name, settings }: ParameterGroupProps) {
    super(scope, id);
    const { engine } = settings;
    // RDS names a family by the first two numbers of the version: mysql8.0.
    const release = settings.engineVersion.split(".").slice(0, 2).join(".");
    const config = {
      // A group belongs to one family, and an instance is never without one: the next family's group is made
      // under its own name before this one goes.
      name: name(`${engine}${release.replace(".", "")}`),
      description: `Parameters for ${engine} ${release}`,
      family: `${engine}${release}`,
      parameter: [
        { name: "character_set_server", value: "utf8mb4" },
        { name: "collation_server", value: "utf8mb4_0900_ai_ci" },
        { name: "log_output", value: "FILE" },
        { name: "long_query_time", value: String(settings.slowQuerySeconds) },
        { name: "require_secure_transport", value: onOrOff(settings) },
        { name: "slow_query_log", value: "1" },
        ...(engine === "aurora-mysql" && settings.auditLog
          ? [
              { name: "server_audit_events", value: AUDITED },
              { name: "server_audit_logging", value: "1" },
            ]
          : []),
        ...Object.entries(settings.parameters).map(([parameter, { value, apply }]) => ({
          name: parameter,
          value,
          applyMethod: apply,
        })),
      ],
      lifecycle: { createBeforeDestroy: true },
    };
    // The instances of a cluster take their parameters from it.
    this.name =
      engine === "mysql"
        ? new DbParameterGroup(this, "parameters", config).name
        : new RdsClusterParameterGroup(this, "parameters", config).name;
  }
}

/** Aurora takes ON where RDS for MySQL takes 1. */
function onOrOff({ engine, requireTls }: OneDatabase): string {
  if (engine === "mysql") return requireTls ? "1" : "0";
  return requireTls ? "ON" : "OFF";
}
