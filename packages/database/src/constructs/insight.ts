import type { DbInstanceConfig } from "@cdktf/provider-aws/lib/db-instance";
import type { OneDatabase } from "../settings";
import type { MonitoringRole } from "./monitoring-role";

/** How the operating system of an instance is watched, if it is. */
export interface Monitoring {
  /** How often, in seconds. */
  readonly seconds: number;
  readonly role: MonitoringRole;
}

/** How RDS looks into an instance, alone or of a cluster. */
export const insight = (
  { performanceInsights }: OneDatabase,
  keyArn: string,
  monitoring: Monitoring | undefined,
): Pick<
  DbInstanceConfig,
  | "performanceInsightsEnabled"
  | "performanceInsightsRetentionPeriod"
  | "performanceInsightsKmsKeyId"
  | "monitoringInterval"
  | "monitoringRoleArn"
> => ({
  performanceInsightsEnabled: performanceInsights,
  // In days: what AWS gives without a charge.
  ...(performanceInsights
    ? { performanceInsightsRetentionPeriod: 7, performanceInsightsKmsKeyId: keyArn }
    : {}),
  ...(monitoring === undefined
    ? {}
    : { monitoringInterval: monitoring.seconds, monitoringRoleArn: monitoring.role.arn }),
});
