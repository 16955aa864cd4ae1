import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { EcsCluster } from "@cdktf/provider-aws/lib/ecs-cluster";
import { EcsClusterCapacityProviders } from "@cdktf/provider-aws/lib/ecs-cluster-capacity-providers";
import type { Statement } from "@strata/core";
import { Construct } from "constructs";

export interface ClusterProps {
  readonly name: string;
  readonly containerInsights: "enhanced" | "enabled" | "disabled";
}

/** What is kept of the shells which ECS Exec opens. */
export interface ExecLog {
  /** ARN of the KMS key which encrypts the sessions and their log. */
  readonly keyArn: string;
  readonly logGroupName: string;
  readonly retentionDays: number;
}

/** An ECS cluster, with Fargate and the EC2 capacity that is added to it. */
export class Cluster extends Construct {
  /** The name as the settings have it, known before the cluster is made. */
  readonly name: string;
  readonly arn: string;
  /** The same name, of the cluster that is there. */
  readonly clusterName: string;
  /** A service can only use a capacity provider which the cluster has. */
  readonly capacity: EcsClusterCapacityProviders;
  private readonly cluster: EcsCluster;
  private readonly capacityProviders = ["FARGATE", "FARGATE_SPOT"];
  private execRights: Statement[] = [];

  constructor(scope: Construct, id: string, { name, containerInsights }: ClusterProps) {
    super(scope, id);
    this.cluster = new EcsCluster(this, "cluster", {
      name,
      setting: [{ name: "containerInsights", value: containerInsights }],
    });
    this.capacity = new EcsClusterCapacityProviders(this, "capacity", {
      clusterName: this.cluster.name,
      capacityProviders: this.capacityProviders,
      defaultCapacityProviderStrategy: [{ capacityProvider: "FARGATE", weight: 1 }],
    });
    this.name = name;
    this.arn = this.cluster.arn;
    this.clusterName = this.cluster.name;
  }

  /** Adds EC2 capacity. */
  addCapacity(capacityProvider: string): void {
    this.capacityProviders.push(capacityProvider);
    this.capacity.capacityProviders = this.capacityProviders;
  }

  /** Encrypts the shells of ECS Exec and keeps what was typed and answered. */
  logExec({ keyArn, logGroupName, retentionDays }: ExecLog): void {
    const logs = new CloudwatchLogGroup(this, "exec-logs", {
      name: logGroupName,
      retentionInDays: retentionDays,
      kmsKeyId: keyArn,
    });
    this.cluster.putConfiguration({
      executeCommandConfiguration: {
        kmsKeyId: keyArn,
        logging: "OVERRIDE",
        logConfiguration: { cloudWatchEncryptionEnabled: true, cloudWatchLogGroupName: logs.name },
      },
    });
    this.execRights = [
      {
        // The agent of Systems Manager in the container; these know no narrower resource.
        actions: [
          "ssmmessages:CreateControlChannel",
          "ssmmessages:CreateDataChannel",
          "ssmmessages:OpenControlChannel",
          "ssmmessages:OpenDataChannel",
          "logs:DescribeLogGroups",
        ],
        resources: ["*"],
      },
      {
        actions: ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
        resources: [`${logs.arn}:*`],
      },
      { actions: ["kms:Decrypt"], resources: [keyArn] },
    ];
  }

  /** What a task role needs for ECS Exec: the agent in the container works with the rights of the task. */
  get execStatements(): readonly Statement[] {
    return this.execRights;
  }
}
