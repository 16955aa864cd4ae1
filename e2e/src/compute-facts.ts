import {
  DescribeScalableTargetsCommand,
  DescribeScalingPoliciesCommand,
} from "@aws-sdk/client-application-auto-scaling";
import {
  DescribeAutoScalingGroupsCommand,
  DescribePoliciesCommand,
  DescribeScheduledActionsCommand,
} from "@aws-sdk/client-auto-scaling";
import { DescribeInstancesCommand, DescribeVolumesCommand } from "@aws-sdk/client-ec2";
import { ListServicesCommand } from "@aws-sdk/client-ecs";
import type { Aws } from "./aws";
import { running } from "./platform-facts";

/** What matters of each service of a platform, and of the task it runs. By name. */
export async function services(aws: Aws, prefix: string) {
  const cluster = `${prefix}-cluster`;
  const { serviceArns = [] } = await aws.ecs.send(new ListServicesCommand({ cluster }));
  const names = serviceArns.map((arn) => arn.split("/").pop()?.replace(`${prefix}-`, "") ?? "").sort();
  const all = await Promise.all(
    names.map(async (name) => {
      const { service, task } = await running(aws, name, prefix);
      return [
        name,
        {
          tasks: service.desiredCount,
          deployedBy: service.deploymentController?.type,
          runsOn:
            service.launchType ??
            service.capacityProviderStrategy
              ?.map((one) => `${one.capacityProvider}:${one.weight ?? 0}`)
              .join(", "),
          publicIp: service.networkConfiguration?.awsvpcConfiguration?.assignPublicIp,
          cpu: task.cpu,
          memory: task.memory,
          ownRoles: task.taskRoleArn !== task.executionRoleArn,
          containers: task.containerDefinitions?.map(
            ({ name: container, portMappings = [] }) =>
              `${container}:${portMappings.map(({ containerPort }) => containerPort).join(",")}`,
          ),
        },
      ] as const;
    }),
  );
  return Object.fromEntries(all);
}

/** How a service is replaced: the least and the most tasks that run meanwhile, in percent, and what takes it back. */
export async function rollout(aws: Aws, prefix: string, name: string) {
  const { service } = await running(aws, name, prefix);
  const { minimumHealthyPercent, maximumPercent, deploymentCircuitBreaker } =
    service.deploymentConfiguration ?? {};
  return { minimumHealthyPercent, maximumPercent, circuitBreaker: deploymentCircuitBreaker };
}

/** Where the values of a container's environment come from: `NAME=value`, `NAME from parameter`, `file`. Sorted. */
export async function environmentSources(aws: Aws, prefix: string, service: string, container: string) {
  const { task } = await running(aws, service, prefix);
  const found = task.containerDefinitions?.find(({ name }) => name === container);
  return [
    ...(found?.environment ?? []).map(({ name, value }) => `${name}=${value}`),
    ...(found?.secrets ?? []).map(({ name, valueFrom = "" }) => `${name} from ${valueFrom.split(":")[2]}`),
    ...(found?.environmentFiles ?? []).map(({ value = "" }) => `file ${value.split("/").pop()}`),
  ].sort();
}

/** What scales services: `service policy type metric target`. Sorted. */
export async function serviceScaling({ serviceScaling: client }: Aws): Promise<string[]> {
  const ServiceNamespace = "ecs";
  const { ScalableTargets = [] } = await client.send(
    new DescribeScalableTargetsCommand({ ServiceNamespace }),
  );
  const { ScalingPolicies = [] } = await client.send(
    new DescribeScalingPoliciesCommand({ ServiceNamespace }),
  );
  return [
    ...ScalableTargets.map(
      ({ ResourceId, MinCapacity, MaxCapacity }) => `${ResourceId}: ${MinCapacity} to ${MaxCapacity} tasks`,
    ),
    ...ScalingPolicies.map(({ ResourceId, TargetTrackingScalingPolicyConfiguration: tracking }) => {
      const metric = tracking?.PredefinedMetricSpecification?.PredefinedMetricType;
      return `${ResourceId}: ${metric} ${tracking?.TargetValue}`;
    }),
  ].sort();
}

/** EC2 instances by their name, with what matters of them. Those of auto scaling groups are not among them. */
export async function machines({ ec2 }: Aws) {
  const { Reservations = [] } = await ec2.send(
    new DescribeInstancesCommand({ Filters: [{ Name: "instance-state-name", Values: ["running"] }] }),
  );
  const instances = Reservations.flatMap(({ Instances = [] }) => Instances);
  const { Volumes = [] } = await ec2.send(new DescribeVolumesCommand({}));
  const own = instances.filter(
    ({ Tags = [] }) => !Tags.some(({ Key }) => Key === "aws:autoscaling:groupName"),
  );
  const entries = own.map((instance) => {
    const root = Volumes.find(({ Attachments = [] }) =>
      Attachments.some(({ InstanceId }) => InstanceId === instance.InstanceId),
    );
    return [
      instance.Tags?.find(({ Key }) => Key === "Name")?.Value ?? "",
      {
        type: instance.InstanceType,
        key: instance.KeyName,
        groups: instance.SecurityGroups?.map(({ GroupName }) => GroupName),
        tokens: instance.MetadataOptions?.HttpTokens,
        rootGiB: root?.Size,
        encrypted: root?.Encrypted,
      },
    ] as const;
  });
  return Object.fromEntries(entries.sort(([left], [right]) => left.localeCompare(right)));
}

/** What matters of each auto scaling group. */
export async function autoScalingGroups({ autoScaling }: Aws) {
  const { AutoScalingGroups = [] } = await autoScaling.send(new DescribeAutoScalingGroupsCommand({}));
  return AutoScalingGroups.map((group) => {
    const mixed = group.MixedInstancesPolicy;
    const [override] = mixed?.LaunchTemplate?.Overrides ?? [];
    const { VCpuCount, MemoryMiB } = override?.InstanceRequirements ?? {};
    return {
      name: group.AutoScalingGroupName,
      size: `${group.MinSize} <= ${group.DesiredCapacity} <= ${group.MaxSize}`,
      vcpu: VCpuCount && `${VCpuCount.Min} to ${VCpuCount.Max}`,
      memoryMiB: MemoryMiB && `${MemoryMiB.Min} to ${MemoryMiB.Max}`,
      onDemandBase: mixed?.InstancesDistribution?.OnDemandBaseCapacity,
      onDemandPercent: mixed?.InstancesDistribution?.OnDemandPercentageAboveBaseCapacity,
      targetGroups: group.TargetGroupARNs?.length,
      // From all of them upwards: a new instance is started before an old one goes.
      maintenance: group.InstanceMaintenancePolicy,
    };
  });
}

/** What scales the auto scaling groups: kinds of policies with what they react to. Sorted. */
export async function instanceScaling({ autoScaling }: Aws): Promise<string[]> {
  const { ScalingPolicies = [] } = await autoScaling.send(new DescribePoliciesCommand({}));
  const { ScheduledUpdateGroupActions = [] } = await autoScaling.send(
    new DescribeScheduledActionsCommand({}),
  );
  const policies = ScalingPolicies.map((policy) => {
    switch (policy.PolicyType) {
      case "TargetTrackingScaling":
        return `target tracking ${policy.TargetTrackingConfiguration?.TargetValue} %`;
      case "StepScaling":
        return `step ${policy.StepAdjustments?.map((step) => `+${step.ScalingAdjustment}`).join(", ")}`;
      case "PredictiveScaling":
        return `predictive ${policy.PredictiveScalingConfiguration?.MetricSpecifications?.[0]?.TargetValue} %`;
      default:
        return `simple +${policy.ScalingAdjustment}`;
    }
  });
  const schedules = ScheduledUpdateGroupActions.map(
    ({ Recurrence, TimeZone, DesiredCapacity }) => `schedule ${Recurrence} ${TimeZone}: ${DesiredCapacity}`,
  );
  return [...policies, ...schedules].sort();
}

/** The names of a service in Service Connect, and whether ECS Exec opens a shell in it. */
export async function extras(aws: Aws, prefix: string, name: string) {
  const { service } = await running(aws, name, prefix);
  const connect = service.deployments?.[0]?.serviceConnectConfiguration?.services ?? [];
  return {
    connect: connect.map(
      ({ clientAliases = [], discoveryName }) => clientAliases[0]?.dnsName ?? discoveryName,
    ),
    exec: service.enableExecuteCommand,
  };
}
