import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { FlowLog } from "@cdktf/provider-aws/lib/flow-log";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { policy, trust } from "@strata/core";
import { Construct } from "constructs";

export interface FlowLogsProps {
  readonly name: (...parts: string[]) => string;
  /** What is recorded, by a name for each: the VPC, or subnets of one that is somebody else's. */
  readonly sources: Readonly<Record<string, { readonly vpcId: string } | { readonly subnetId: string }>>;
  readonly account: string;
  /** Days. */
  readonly retentionDays: number;
}

/** Records of every connection, in CloudWatch Logs. */
export class FlowLogs extends Construct {
  constructor(scope: Construct, id: string, { name, sources, account, retentionDays }: FlowLogsProps) {
    super(scope, id);
    const logs = new CloudwatchLogGroup(this, "logs", {
      name: `/${name("flow-logs")}`,
      retentionInDays: retentionDays,
    });
    const role = new IamRole(this, "role", {
      name: name("flow-logs"),
      assumeRolePolicy: trust("vpc-flow-logs.amazonaws.com", {
        StringEquals: { "aws:SourceAccount": account },
      }),
    });
    new IamRolePolicy(this, "write", {
      name: "write",
      role: role.name,
      policy: policy([
        {
          actions: ["logs:CreateLogStream", "logs:PutLogEvents", "logs:DescribeLogStreams"],
          resources: [`${logs.arn}:*`],
        },
      ]),
    });
    for (const [key, source] of Object.entries(sources)) {
      new FlowLog(this, key, {
        ...source,
        trafficType: "ALL",
        logDestinationType: "cloud-watch-logs",
        logDestination: logs.arn,
        iamRoleArn: role.arn,
        maxAggregationInterval: 60,
        tags: { Name: name("flow-logs") },
      });
    }
  }
}
