import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import type { Construct } from "constructs";

export interface LogGroupsProps {
  /** What the names begin with, such as `/aws/rds/instance/sbcntr-main`. */
  readonly prefix: string;
  readonly logs: readonly string[];
  /** What the construct ids begin with. Default: `log`. */
  readonly id?: string;
  readonly settings: { readonly logRetentionDays: number };
  readonly keyArn: string;
}

/**
 * The groups of the logs which a database passes on to CloudWatch: RDS would make them itself on the first line, and
 * keep what they hold for ever. Queries hold data, so they are encrypted.
 */
export const logGroups = (scope: Construct, props: LogGroupsProps): CloudwatchLogGroup[] =>
  props.logs.map(
    (log) =>
      new CloudwatchLogGroup(scope, `${props.id ?? "log"}-${log}`, {
        name: `${props.prefix}/${log}`,
        retentionInDays: props.settings.logRetentionDays,
        kmsKeyId: props.keyArn,
      }),
  );
