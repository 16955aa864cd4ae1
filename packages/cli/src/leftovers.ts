import type { ECSClient } from "@aws-sdk/client-ecs";
import { explainAwsError } from "./aws";

/** Something in an account which a fresh account doesn't hold. */
export interface Leftover {
  /** For example `EC2 subnet`. */
  readonly kind: string;
  /** Its ID, name or ARN, whichever its service calls it by. */
  readonly id: string;
}

/** One kind of resource, and how to list the IDs of those that a fresh account doesn't have. */
interface Kind {
  readonly kind: string;
  readonly list: (region: string) => Promise<readonly (string | undefined)[]>;
}

/** All items of all pages. */
async function collect<P, T>(
  pages: AsyncIterable<P>,
  items: (page: P) => readonly T[] | undefined,
): Promise<T[]> {
  const all: T[] = [];
  for await (const page of pages) all.push(...(items(page) ?? []));
  return all;
}

/** Where the certificates, web ACLs and log deliveries of CloudFront are, wherever else the environment is. */
const CLOUDFRONT_REGION = "us-east-1";

/** What there is in a region, and where CloudFront keeps its own. */
async function inRegions<T>(region: string, list: (region: string) => Promise<T[]>): Promise<T[]> {
  return (await Promise.all([...new Set([region, CLOUDFRONT_REGION])].map(list))).flat();
}

const EC2: readonly Kind[] = [
  {
    kind: "EC2 VPC",
    list: async (region) => {
      const { EC2Client, paginateDescribeVpcs } = await import("@aws-sdk/client-ec2");
      const vpcs = await collect(
        paginateDescribeVpcs({ client: new EC2Client({ region }) }, {}),
        ({ Vpcs }) => Vpcs,
      );
      return vpcs.filter(({ IsDefault }) => IsDefault !== true).map(({ VpcId }) => VpcId);
    },
  },
  {
    kind: "EC2 subnet",
    list: async (region) => {
      const { EC2Client, paginateDescribeSubnets } = await import("@aws-sdk/client-ec2");
      const client = new EC2Client({ region });
      const subnets = await collect(paginateDescribeSubnets({ client }, {}), ({ Subnets }) => Subnets);
      return subnets.filter(({ DefaultForAz }) => DefaultForAz !== true).map(({ SubnetId }) => SubnetId);
    },
  },
  {
    kind: "EC2 security group",
    list: async (region) => {
      const { EC2Client, paginateDescribeSecurityGroups } = await import("@aws-sdk/client-ec2");
      const client = new EC2Client({ region });
      const groups = await collect(
        paginateDescribeSecurityGroups({ client }, {}),
        (page) => page.SecurityGroups,
      );
      return groups.filter(({ GroupName }) => GroupName !== "default").map(({ GroupId }) => GroupId);
    },
  },
  {
    kind: "EC2 route table",
    list: async (region) => {
      const { EC2Client, paginateDescribeRouteTables } = await import("@aws-sdk/client-ec2");
      const client = new EC2Client({ region });
      const tables = await collect(paginateDescribeRouteTables({ client }, {}), (page) => page.RouteTables);
      const isMain = (table: (typeof tables)[number]): boolean =>
        table.Associations?.some(({ Main }) => Main === true) ?? false;
      return tables.filter((table) => !isMain(table)).map(({ RouteTableId }) => RouteTableId);
    },
  },
  {
    kind: "EC2 internet gateway",
    list: async (region) => {
      const { EC2Client, paginateDescribeInternetGateways, paginateDescribeVpcs } = await import(
        "@aws-sdk/client-ec2"
      );
      const client = new EC2Client({ region });
      const [gateways, vpcs] = await Promise.all([
        collect(paginateDescribeInternetGateways({ client }, {}), (page) => page.InternetGateways),
        collect(paginateDescribeVpcs({ client }, {}), (page) => page.Vpcs),
      ]);
      const ofDefault = vpcs.find(({ IsDefault }) => IsDefault === true)?.VpcId;
      return gateways
        .filter(({ Attachments = [] }) => !Attachments.some(({ VpcId }) => VpcId === ofDefault))
        .map(({ InternetGatewayId }) => InternetGatewayId);
    },
  },
  {
    kind: "EC2 VPC peering connection",
    list: async (region) => {
      const { EC2Client, paginateDescribeVpcPeeringConnections } = await import("@aws-sdk/client-ec2");
      const pages = paginateDescribeVpcPeeringConnections({ client: new EC2Client({ region }) }, {});
      return (await collect(pages, (page) => page.VpcPeeringConnections))
        .filter(({ Status }) => Status?.Code !== "deleted")
        .map((one) => one.VpcPeeringConnectionId);
    },
  },
  {
    kind: "EC2 key pair",
    list: async (region) => {
      const { EC2Client, DescribeKeyPairsCommand } = await import("@aws-sdk/client-ec2");
      const { KeyPairs = [] } = await new EC2Client({ region }).send(new DescribeKeyPairsCommand({}));
      return KeyPairs.map(({ KeyName }) => KeyName);
    },
  },
  {
    kind: "EC2 NAT gateway",
    list: async (region) => {
      const { EC2Client, paginateDescribeNatGateways } = await import("@aws-sdk/client-ec2");
      const client = new EC2Client({ region });
      const gateways = await collect(paginateDescribeNatGateways({ client }, {}), (page) => page.NatGateways);
      return gateways.filter(({ State }) => State !== "deleted").map(({ NatGatewayId }) => NatGatewayId);
    },
  },
  {
    kind: "EC2 VPC endpoint",
    list: async (region) => {
      const { EC2Client, paginateDescribeVpcEndpoints } = await import("@aws-sdk/client-ec2");
      const client = new EC2Client({ region });
      const endpoints = await collect(
        paginateDescribeVpcEndpoints({ client }, {}),
        (page) => page.VpcEndpoints,
      );
      return endpoints
        .filter(({ State }) => String(State).toLowerCase() !== "deleted")
        .map((one) => one.VpcEndpointId);
    },
  },
  {
    kind: "EC2 instance",
    list: async (region) => {
      const { EC2Client, paginateDescribeInstances } = await import("@aws-sdk/client-ec2");
      const client = new EC2Client({ region });
      const reservations = await collect(
        paginateDescribeInstances({ client }, {}),
        (page) => page.Reservations,
      );
      return reservations
        .flatMap(({ Instances = [] }) => Instances)
        .filter(({ State }) => State?.Name !== "terminated")
        .map(({ InstanceId }) => InstanceId);
    },
  },
  {
    kind: "EC2 volume",
    list: async (region) => {
      const { EC2Client, paginateDescribeVolumes } = await import("@aws-sdk/client-ec2");
      const client = new EC2Client({ region });
      const volumes = await collect(paginateDescribeVolumes({ client }, {}), ({ Volumes }) => Volumes);
      return volumes.map(({ VolumeId }) => VolumeId);
    },
  },
  {
    kind: "EC2 elastic IP",
    list: async (region) => {
      const { EC2Client, DescribeAddressesCommand } = await import("@aws-sdk/client-ec2");
      const { Addresses = [] } = await new EC2Client({ region }).send(new DescribeAddressesCommand({}));
      return Addresses.map(({ AllocationId }) => AllocationId);
    },
  },
  {
    kind: "EC2 network interface",
    list: async (region) => {
      const { EC2Client, paginateDescribeNetworkInterfaces } = await import("@aws-sdk/client-ec2");
      const client = new EC2Client({ region });
      const pages = paginateDescribeNetworkInterfaces({ client }, {});
      return (await collect(pages, (page) => page.NetworkInterfaces)).map((one) => one.NetworkInterfaceId);
    },
  },
  {
    kind: "EC2 launch template",
    list: async (region) => {
      const { EC2Client, paginateDescribeLaunchTemplates } = await import("@aws-sdk/client-ec2");
      const client = new EC2Client({ region });
      const pages = paginateDescribeLaunchTemplates({ client }, {});
      return (await collect(pages, (page) => page.LaunchTemplates)).map((one) => one.LaunchTemplateName);
    },
  },
  {
    kind: "EC2 flow log",
    list: async (region) => {
      const { EC2Client, paginateDescribeFlowLogs } = await import("@aws-sdk/client-ec2");
      const client = new EC2Client({ region });
      return (await collect(paginateDescribeFlowLogs({ client }, {}), (page) => page.FlowLogs)).map(
        (one) => one.FlowLogId,
      );
    },
  },
  {
    kind: "Auto Scaling group",
    list: async (region) => {
      const { AutoScalingClient, paginateDescribeAutoScalingGroups } = await import(
        "@aws-sdk/client-auto-scaling"
      );
      const client = new AutoScalingClient({ region });
      const pages = paginateDescribeAutoScalingGroups({ client }, {});
      return (await collect(pages, (page) => page.AutoScalingGroups)).map((one) => one.AutoScalingGroupName);
    },
  },
];

/** ECS still shows a deleted cluster for a while, as inactive and with its services. */
async function activeClusters(client: ECSClient): Promise<string[]> {
  const { DescribeClustersCommand, paginateListClusters } = await import("@aws-sdk/client-ecs");
  const listed = await collect(paginateListClusters({ client }, {}), (page) => page.clusterArns);
  if (listed.length === 0) return [];
  const { clusters = [] } = await client.send(new DescribeClustersCommand({ clusters: listed }));
  return clusters
    .filter(({ status }) => status !== "INACTIVE")
    .flatMap(({ clusterArn }) => (clusterArn === undefined ? [] : [clusterArn]));
}

const CONTAINERS: readonly Kind[] = [
  {
    kind: "ELB load balancer",
    list: async (region) => {
      const elb = await import("@aws-sdk/client-elastic-load-balancing-v2");
      const client = new elb.ElasticLoadBalancingV2Client({ region });
      const pages = elb.paginateDescribeLoadBalancers({ client }, {});
      return (await collect(pages, (page) => page.LoadBalancers)).map((one) => one.LoadBalancerName);
    },
  },
  {
    kind: "ELB target group",
    list: async (region) => {
      const elb = await import("@aws-sdk/client-elastic-load-balancing-v2");
      const client = new elb.ElasticLoadBalancingV2Client({ region });
      const pages = elb.paginateDescribeTargetGroups({ client }, {});
      return (await collect(pages, (page) => page.TargetGroups)).map((one) => one.TargetGroupName);
    },
  },
  {
    kind: "ECS cluster",
    list: async (region) => {
      const { ECSClient } = await import("@aws-sdk/client-ecs");
      return activeClusters(new ECSClient({ region }));
    },
  },
  {
    kind: "ECS capacity provider",
    list: async (region) => {
      const { ECSClient, DescribeCapacityProvidersCommand } = await import("@aws-sdk/client-ecs");
      const { capacityProviders = [] } = await new ECSClient({ region }).send(
        new DescribeCapacityProvidersCommand({}),
      );
      return capacityProviders
        .filter(({ name, status }) => name?.startsWith("FARGATE") !== true && status !== "INACTIVE")
        .map(({ name }) => name);
    },
  },
  {
    kind: "ECS service",
    list: async (region) => {
      const { ECSClient, paginateListServices } = await import("@aws-sdk/client-ecs");
      const client = new ECSClient({ region });
      const services = (await activeClusters(client)).map((cluster) =>
        collect(paginateListServices({ client }, { cluster }), (page) => page.serviceArns),
      );
      return (await Promise.all(services)).flat();
    },
  },
  {
    kind: "ECS task definition",
    list: async (region) => {
      const { ECSClient, paginateListTaskDefinitions } = await import("@aws-sdk/client-ecs");
      const pages = paginateListTaskDefinitions({ client: new ECSClient({ region }) }, { status: "ACTIVE" });
      return collect(pages, (page) => page.taskDefinitionArns);
    },
  },
  {
    kind: "Cloud Map namespace",
    list: async (region) => {
      const { ServiceDiscoveryClient, paginateListNamespaces } = await import(
        "@aws-sdk/client-servicediscovery"
      );
      const pages = paginateListNamespaces({ client: new ServiceDiscoveryClient({ region }) }, {});
      return (await collect(pages, (page) => page.Namespaces)).map(({ Name }) => Name);
    },
  },
  {
    kind: "Application Auto Scaling target",
    list: async (region) => {
      const scaling = await import("@aws-sdk/client-application-auto-scaling");
      const client = new scaling.ApplicationAutoScalingClient({ region });
      const pages = scaling.paginateDescribeScalableTargets({ client }, { ServiceNamespace: "ecs" });
      return (await collect(pages, (page) => page.ScalableTargets)).map((one) => one.ResourceId);
    },
  },
  {
    kind: "ECR repository",
    list: async (region) => {
      const { ECRClient, paginateDescribeRepositories } = await import("@aws-sdk/client-ecr");
      const pages = paginateDescribeRepositories({ client: new ECRClient({ region }) }, {});
      return (await collect(pages, (page) => page.repositories)).map((one) => one.repositoryName);
    },
  },
];

const DATA: readonly Kind[] = [
  {
    kind: "RDS instance",
    list: async (region) => {
      const { RDSClient, paginateDescribeDBInstances } = await import("@aws-sdk/client-rds");
      const pages = paginateDescribeDBInstances({ client: new RDSClient({ region }) }, {});
      return (await collect(pages, (page) => page.DBInstances)).map((one) => one.DBInstanceIdentifier);
    },
  },
  {
    kind: "RDS cluster",
    list: async (region) => {
      const { RDSClient, paginateDescribeDBClusters } = await import("@aws-sdk/client-rds");
      const pages = paginateDescribeDBClusters({ client: new RDSClient({ region }) }, {});
      return (await collect(pages, (page) => page.DBClusters)).map((one) => one.DBClusterIdentifier);
    },
  },
  {
    kind: "RDS subnet group",
    list: async (region) => {
      const { RDSClient, paginateDescribeDBSubnetGroups } = await import("@aws-sdk/client-rds");
      const pages = paginateDescribeDBSubnetGroups({ client: new RDSClient({ region }) }, {});
      return (await collect(pages, (page) => page.DBSubnetGroups)).map((one) => one.DBSubnetGroupName);
    },
  },
  {
    kind: "RDS parameter group",
    list: async (region) => {
      const { RDSClient, paginateDescribeDBParameterGroups } = await import("@aws-sdk/client-rds");
      const pages = paginateDescribeDBParameterGroups({ client: new RDSClient({ region }) }, {});
      const names = (await collect(pages, (page) => page.DBParameterGroups)).map(
        (one) => one.DBParameterGroupName,
      );
      return names.filter((name) => name?.startsWith("default.") !== true);
    },
  },
  {
    kind: "RDS cluster parameter group",
    list: async (region) => {
      const { RDSClient, paginateDescribeDBClusterParameterGroups } = await import("@aws-sdk/client-rds");
      const pages = paginateDescribeDBClusterParameterGroups({ client: new RDSClient({ region }) }, {});
      const names = (await collect(pages, (page) => page.DBClusterParameterGroups)).map(
        (one) => one.DBClusterParameterGroupName,
      );
      return names.filter((name) => name?.startsWith("default.") !== true);
    },
  },
  {
    kind: "RDS cluster snapshot",
    list: async (region) => {
      const { RDSClient, paginateDescribeDBClusterSnapshots } = await import("@aws-sdk/client-rds");
      const pages = paginateDescribeDBClusterSnapshots({ client: new RDSClient({ region }) }, {});
      return (await collect(pages, (page) => page.DBClusterSnapshots)).map(
        (one) => one.DBClusterSnapshotIdentifier,
      );
    },
  },
  {
    kind: "RDS snapshot",
    list: async (region) => {
      const { RDSClient, paginateDescribeDBSnapshots } = await import("@aws-sdk/client-rds");
      const pages = paginateDescribeDBSnapshots({ client: new RDSClient({ region }) }, {});
      return (await collect(pages, (page) => page.DBSnapshots)).map((one) => one.DBSnapshotIdentifier);
    },
  },
  {
    kind: "ElastiCache replication group",
    list: async (region) => {
      const { ElastiCacheClient, paginateDescribeReplicationGroups } = await import(
        "@aws-sdk/client-elasticache"
      );
      const pages = paginateDescribeReplicationGroups({ client: new ElastiCacheClient({ region }) }, {});
      return (await collect(pages, (page) => page.ReplicationGroups)).map((one) => one.ReplicationGroupId);
    },
  },
  {
    kind: "ElastiCache subnet group",
    list: async (region) => {
      const { ElastiCacheClient, paginateDescribeCacheSubnetGroups } = await import(
        "@aws-sdk/client-elasticache"
      );
      const pages = paginateDescribeCacheSubnetGroups({ client: new ElastiCacheClient({ region }) }, {});
      const names = (await collect(pages, (page) => page.CacheSubnetGroups)).map(
        (one) => one.CacheSubnetGroupName,
      );
      return names.filter((name) => name !== "default");
    },
  },
  {
    kind: "ElastiCache parameter group",
    list: async (region) => {
      const { ElastiCacheClient, paginateDescribeCacheParameterGroups } = await import(
        "@aws-sdk/client-elasticache"
      );
      const pages = paginateDescribeCacheParameterGroups({ client: new ElastiCacheClient({ region }) }, {});
      const names = (await collect(pages, (page) => page.CacheParameterGroups)).map(
        (one) => one.CacheParameterGroupName,
      );
      return names.filter((name) => name?.startsWith("default.") !== true);
    },
  },
  {
    kind: "Backup vault",
    list: async (region) => {
      const { BackupClient, paginateListBackupVaults } = await import("@aws-sdk/client-backup");
      const pages = paginateListBackupVaults({ client: new BackupClient({ region }) }, {});
      const names = (await collect(pages, (page) => page.BackupVaultList)).map((one) => one.BackupVaultName);
      return names.filter((name) => name !== "Default");
    },
  },
  {
    kind: "Backup plan",
    list: async (region) => {
      const { BackupClient, paginateListBackupPlans } = await import("@aws-sdk/client-backup");
      const pages = paginateListBackupPlans({ client: new BackupClient({ region }) }, {});
      return (await collect(pages, (page) => page.BackupPlansList)).map((one) => one.BackupPlanName);
    },
  },
  {
    kind: "S3 bucket",
    list: async (region) => {
      const { S3Client, ListBucketsCommand } = await import("@aws-sdk/client-s3");
      const { Buckets = [] } = await new S3Client({ region }).send(new ListBucketsCommand({}));
      return Buckets.map(({ Name }) => Name);
    },
  },
  {
    kind: "Secrets Manager secret",
    list: async (region) => {
      const { SecretsManagerClient, paginateListSecrets } = await import("@aws-sdk/client-secrets-manager");
      const pages = paginateListSecrets({ client: new SecretsManagerClient({ region }) }, {});
      return (await collect(pages, (page) => page.SecretList)).map(({ Name }) => Name);
    },
  },
  {
    kind: "SSM parameter",
    list: async (region) => {
      // AWS's own public parameters are not among those which this lists.
      const { SSMClient, paginateDescribeParameters } = await import("@aws-sdk/client-ssm");
      const pages = paginateDescribeParameters({ client: new SSMClient({ region }) }, {});
      const names = (await collect(pages, (page) => page.Parameters)).map(({ Name }) => Name);
      return names.filter((name) => name?.startsWith("/aws/") !== true);
    },
  },
  {
    kind: "KMS key",
    list: async (region) => {
      const { KMSClient, DescribeKeyCommand, paginateListAliases, paginateListKeys } = await import(
        "@aws-sdk/client-kms"
      );
      const client = new KMSClient({ region });
      const [keys, aliases] = await Promise.all([
        collect(paginateListKeys({ client }, {}), (page) => page.Keys),
        collect(paginateListAliases({ client }, {}), (page) => page.Aliases),
      ]);
      // The keys which AWS makes for its services, whoever used the service first.
      const ofAws = new Set(
        aliases
          .filter(({ AliasName }) => AliasName?.startsWith("alias/aws/"))
          .map((alias) => alias.TargetKeyId),
      );
      const described = await Promise.all(
        keys
          .filter(({ KeyId }) => !ofAws.has(KeyId))
          .map(async ({ KeyId }) => (await client.send(new DescribeKeyCommand({ KeyId }))).KeyMetadata),
      );
      return described
        .filter((key) => key?.KeyManager !== "AWS" && key?.KeyState !== "PendingDeletion")
        .map((key) => key?.KeyId);
    },
  },
  {
    kind: "KMS alias",
    list: async (region) => {
      const { KMSClient, paginateListAliases } = await import("@aws-sdk/client-kms");
      const pages = paginateListAliases({ client: new KMSClient({ region }) }, {});
      const names = (await collect(pages, (page) => page.Aliases)).map(({ AliasName }) => AliasName);
      return names.filter((name) => name?.startsWith("alias/aws/") !== true);
    },
  },
];

const IDENTITY: readonly Kind[] = [
  {
    kind: "IAM role",
    list: async (region) => {
      const { IAMClient, paginateListRoles } = await import("@aws-sdk/client-iam");
      const roles = await collect(
        paginateListRoles({ client: new IAMClient({ region }) }, {}),
        ({ Roles }) => Roles,
      );
      return roles
        .filter(({ Path }) => Path?.startsWith("/aws-service-role/") !== true)
        .map(({ RoleName }) => RoleName);
    },
  },
  {
    kind: "IAM user",
    list: async (region) => {
      const { IAMClient, paginateListUsers } = await import("@aws-sdk/client-iam");
      const pages = paginateListUsers({ client: new IAMClient({ region }) }, {});
      return (await collect(pages, ({ Users }) => Users)).map(({ UserName }) => UserName);
    },
  },
  {
    kind: "IAM policy",
    list: async (region) => {
      const { IAMClient, paginateListPolicies } = await import("@aws-sdk/client-iam");
      const pages = paginateListPolicies({ client: new IAMClient({ region }) }, { Scope: "Local" });
      return (await collect(pages, (page) => page.Policies)).map(({ PolicyName }) => PolicyName);
    },
  },
  {
    kind: "IAM instance profile",
    list: async (region) => {
      const { IAMClient, paginateListInstanceProfiles } = await import("@aws-sdk/client-iam");
      const pages = paginateListInstanceProfiles({ client: new IAMClient({ region }) }, {});
      return (await collect(pages, (page) => page.InstanceProfiles)).map((one) => one.InstanceProfileName);
    },
  },
];

const WATCHING: readonly Kind[] = [
  {
    kind: "CloudWatch alarm",
    list: async (region) => {
      const { CloudWatchClient, paginateDescribeAlarms } = await import("@aws-sdk/client-cloudwatch");
      const pages = paginateDescribeAlarms({ client: new CloudWatchClient({ region }) }, {});
      return (await collect(pages, (page) => page.MetricAlarms)).map(({ AlarmName }) => AlarmName);
    },
  },
  {
    kind: "CloudWatch dashboard",
    list: async (region) => {
      const { CloudWatchClient, paginateListDashboards } = await import("@aws-sdk/client-cloudwatch");
      const pages = paginateListDashboards({ client: new CloudWatchClient({ region }) }, {});
      return (await collect(pages, (page) => page.DashboardEntries)).map(
        ({ DashboardName }) => DashboardName,
      );
    },
  },
  {
    kind: "CloudWatch log group",
    list: async (region) => {
      const { CloudWatchLogsClient, paginateDescribeLogGroups } = await import(
        "@aws-sdk/client-cloudwatch-logs"
      );
      const pages = paginateDescribeLogGroups({ client: new CloudWatchLogsClient({ region }) }, {});
      return (await collect(pages, (page) => page.logGroups)).map(({ logGroupName }) => logGroupName);
    },
  },
  {
    kind: "CloudWatch log delivery",
    list: (region) =>
      inRegions(region, async (one) => {
        const { CloudWatchLogsClient, paginateDescribeDeliveries } = await import(
          "@aws-sdk/client-cloudwatch-logs"
        );
        const pages = paginateDescribeDeliveries({ client: new CloudWatchLogsClient({ region: one }) }, {});
        return (await collect(pages, (page) => page.deliveries)).map(({ id }) => id);
      }),
  },
  {
    kind: "SNS topic",
    list: async (region) => {
      const { SNSClient, paginateListTopics } = await import("@aws-sdk/client-sns");
      const pages = paginateListTopics({ client: new SNSClient({ region }) }, {});
      return (await collect(pages, (page) => page.Topics)).map(({ TopicArn }) => TopicArn);
    },
  },
  {
    kind: "EventBridge rule",
    list: async (region) => {
      const { EventBridgeClient, ListRulesCommand } = await import("@aws-sdk/client-eventbridge");
      const { Rules = [] } = await new EventBridgeClient({ region }).send(new ListRulesCommand({}));
      return Rules.filter(({ ManagedBy }) => ManagedBy === undefined).map(({ Name }) => Name);
    },
  },
];

const DELIVERY: readonly Kind[] = [
  {
    kind: "Step Functions state machine",
    list: async (region) => {
      const { SFNClient, paginateListStateMachines } = await import("@aws-sdk/client-sfn");
      const pages = paginateListStateMachines({ client: new SFNClient({ region }) }, {});
      return (await collect(pages, (page) => page.stateMachines)).map(({ name }) => name);
    },
  },
  {
    kind: "CodePipeline pipeline",
    list: async (region) => {
      const { CodePipelineClient, paginateListPipelines } = await import("@aws-sdk/client-codepipeline");
      const pages = paginateListPipelines({ client: new CodePipelineClient({ region }) }, {});
      return (await collect(pages, (page) => page.pipelines)).map(({ name }) => name);
    },
  },
  {
    kind: "CodeBuild project",
    list: async (region) => {
      const { CodeBuildClient, paginateListProjects } = await import("@aws-sdk/client-codebuild");
      return collect(
        paginateListProjects({ client: new CodeBuildClient({ region }) }, {}),
        (page) => page.projects,
      );
    },
  },
  {
    kind: "CodeDeploy application",
    list: async (region) => {
      const { CodeDeployClient, paginateListApplications } = await import("@aws-sdk/client-codedeploy");
      const pages = paginateListApplications({ client: new CodeDeployClient({ region }) }, {});
      return collect(pages, (page) => page.applications);
    },
  },
  {
    kind: "CodeDeploy deployment configuration",
    list: async (region) => {
      const { CodeDeployClient, paginateListDeploymentConfigs } = await import("@aws-sdk/client-codedeploy");
      const pages = paginateListDeploymentConfigs({ client: new CodeDeployClient({ region }) }, {});
      const names = await collect(pages, (page) => page.deploymentConfigsList);
      return names.filter((name) => !name.startsWith("CodeDeployDefault."));
    },
  },
  {
    kind: "CodeConnections connection",
    list: async (region) => {
      // The service under its earlier name, which it still answers to.
      const connections = await import("@aws-sdk/client-codestar-connections");
      const client = new connections.CodeStarConnectionsClient({ region });
      const { Connections = [] } = await client.send(new connections.ListConnectionsCommand({}));
      return Connections.map(({ ConnectionName }) => ConnectionName);
    },
  },
];

const ROUTING: readonly Kind[] = [
  {
    kind: "Route 53 zone",
    list: async (region) => {
      const { Route53Client, paginateListHostedZones } = await import("@aws-sdk/client-route-53");
      const pages = paginateListHostedZones({ client: new Route53Client({ region }) }, {});
      return (await collect(pages, (page) => page.HostedZones)).map(({ Name }) => Name);
    },
  },
  {
    kind: "ACM certificate",
    list: (region) =>
      inRegions(region, async (one) => {
        const { ACMClient, paginateListCertificates } = await import("@aws-sdk/client-acm");
        const pages = paginateListCertificates({ client: new ACMClient({ region: one }) }, {});
        return (await collect(pages, (page) => page.CertificateSummaryList)).map(
          ({ DomainName }) => DomainName,
        );
      }),
  },
  {
    kind: "CloudFront distribution",
    list: async () => {
      const { CloudFrontClient, paginateListDistributions } = await import("@aws-sdk/client-cloudfront");
      const pages = paginateListDistributions(
        { client: new CloudFrontClient({ region: CLOUDFRONT_REGION }) },
        {},
      );
      return (await collect(pages, (page) => page.DistributionList?.Items)).map(({ Id }) => Id);
    },
  },
  {
    kind: "CloudFront origin access control",
    list: async () => {
      const { CloudFrontClient, ListOriginAccessControlsCommand } = await import(
        "@aws-sdk/client-cloudfront"
      );
      const client = new CloudFrontClient({ region: CLOUDFRONT_REGION });
      const { OriginAccessControlList } = await client.send(new ListOriginAccessControlsCommand({}));
      return (OriginAccessControlList?.Items ?? []).map(({ Name }) => Name);
    },
  },
  {
    kind: "WAF web ACL",
    list: async (region) => {
      const { WAFV2Client, ListWebACLsCommand } = await import("@aws-sdk/client-wafv2");
      const lists = await Promise.all([
        new WAFV2Client({ region }).send(new ListWebACLsCommand({ Scope: "REGIONAL" })),
        new WAFV2Client({ region: CLOUDFRONT_REGION }).send(new ListWebACLsCommand({ Scope: "CLOUDFRONT" })),
      ]);
      return lists.flatMap(({ WebACLs = [] }) => WebACLs.map(({ Name }) => Name));
    },
  },
];

const KINDS = [...EC2, ...CONTAINERS, ...DATA, ...IDENTITY, ...WATCHING, ...DELIVERY, ...ROUTING];

/** The kinds of resources that are looked for. */
export const lookedFor: readonly string[] = KINDS.map(({ kind }) => kind);

/**
 * Everything in an account's region which a fresh account doesn't hold, asked from AWS and not from any state.
 * Uses the credentials and the endpoint of the process's environment.
 * @throws awsRefused when a kind can't be listed: what can't be seen isn't gone
 */
export async function findLeftovers(region: string): Promise<Leftover[]> {
  const found = await Promise.all(
    KINDS.map(async ({ kind, list }) => {
      try {
        return (await list(region)).map((id): Leftover => ({ kind, id: id ?? "(without a name)" }));
      } catch (error) {
        throw explainAwsError(error, `the list of kind ${kind}`);
      }
    }),
  );
  return found.flat();
}
