import { AutoscalingGroup } from "@cdktf/provider-aws/lib/autoscaling-group";
import { AutoscalingNotification } from "@cdktf/provider-aws/lib/autoscaling-notification";
import { DataAwsSsmParameter } from "@cdktf/provider-aws/lib/data-aws-ssm-parameter";
import { LaunchTemplate } from "@cdktf/provider-aws/lib/launch-template";
import { AMAZON_LINUX_2023, firstStart, instanceProfile, METADATA_OPTIONS } from "@strata/core/instance";
import { Fn, TerraformLocal } from "cdktf";
import { Construct } from "constructs";
import type { AutoScalingGroupSettings } from "../settings/auto-scaling-groups";
import type { Traffic } from "./traffic";
import { ScalingPolicies } from "./scaling-policies";

export interface AutoScalingGroupProps {
  readonly name: string;
  /** Name of the role of its instances, and of their profile. */
  readonly roleName: string;
  readonly settings: AutoScalingGroupSettings;
  readonly subnetIds: string[];
  readonly securityGroupId: string;
  readonly rootVolumeGiB: number;
  /** An EC2 key pair, where its instances are reached by SSH too. */
  readonly keyName?: string;
  /** ARNs of IAM policies of its role, by a short name. */
  readonly policyArns: Readonly<Record<string, string>>;
  /** Commands of a shell script which root runs at the first start of an instance. */
  readonly userData: readonly string[];
  /** Instances on demand before the rest is shared. */
  readonly onDemandBase: number;
  /** Share of on-demand instances above that, in percent. */
  readonly onDemandPercent: number;
  /** Where its requests come from; undefined where nobody calls it. */
  readonly traffic: Pick<Traffic, "targetGroupArn" | "routes"> | undefined;
  /** Tags of instances and volumes: the provider's default tags end at the launch template. */
  readonly tags: Readonly<Record<string, string>>;
  /** Told of instances that could not be started or ended. */
  readonly topicArn: string;
}

/** Percentages of the desired number that are healthy while instances are replaced (Amazon EC2 Auto Scaling User Guide). */
const MAINTENANCE = {
  "launch-before-terminate": { minHealthyPercentage: 100, maxHealthyPercentage: 110 },
  "terminate-before-launch": { minHealthyPercentage: 90, maxHealthyPercentage: 100 },
  flexible: { minHealthyPercentage: 90, maxHealthyPercentage: 110 },
  none: undefined,
} as const;

/** The most instances that a group has, those included which replace others. */
export const mostInstances = ({ max, maintenance }: AutoScalingGroupSettings): number =>
  Math.ceil((max * (MAINTENANCE[maintenance]?.maxHealthyPercentage ?? 100)) / 100);

/** An auto scaling group of Amazon Linux 2023, on demand and Spot mixed, with its launch template and policies. */
export class AutoScalingGroup extends Construct {
  constructor(scope: Construct, id: string, props: AutoScalingGroupProps) {
    super(scope, id);
    const { name, settings, traffic } = props;
    const { min, max, desired = min, scaling, maintenance } = settings;
    const template = this.launchTemplate(props);
    const policy = MAINTENANCE[maintenance];
    const changed = changedBy(scaling);
    const group = new AutoscalingGroup(this, "group", {
      name,
      vpcZoneIdentifier: props.subnetIds,
      minSize: min,
      maxSize: max,
      desiredCapacity: desired,
      healthCheckType: traffic === undefined ? "EC2" : "ELB",
      healthCheckGracePeriod: settings.healthCheckGraceSeconds,
      ...(traffic === undefined
        ? {}
        : // The load balancer reports on health only when it sends requests there.
          { targetGroupArns: [traffic.targetGroupArn], dependsOn: [...traffic.routes] }),
      defaultInstanceWarmup: settings.warmupSeconds,
      defaultCooldown: settings.cooldownSeconds,
      terminationPolicies: settings.terminationPolicies,
      // A Spot instance that is likely to be taken back is replaced before it is.
      capacityRebalance: props.onDemandPercent < 100,
      enabledMetrics: METRICS,
      mixedInstancesPolicy: {
        instancesDistribution: {
          onDemandBaseCapacity: props.onDemandBase,
          onDemandPercentageAboveBaseCapacity: props.onDemandPercent,
          spotAllocationStrategy: "price-capacity-optimized",
        },
        launchTemplate: {
          launchTemplateSpecification: {
            launchTemplateId: template.id,
            // A number, not $Latest: only so does a new version start an instance refresh.
            version: template.getStringAttribute("latest_version"),
          },
          override: machines(settings),
        },
      },
      ...(policy === undefined ? {} : { instanceMaintenancePolicy: policy }),
      instanceRefresh: {
        strategy: "Rolling",
        preferences: { ...(policy ?? { minHealthyPercentage: 90 }), autoRollback: true },
      },
      tag: [{ key: "Name", value: name, propagateAtLaunch: true }],
      ...(changed.length === 0 ? {} : { lifecycle: { ignoreChanges: changed } }),
    });
    new AutoscalingNotification(this, "notification", {
      groupNames: [group.name],
      notifications: ["autoscaling:EC2_INSTANCE_LAUNCH_ERROR", "autoscaling:EC2_INSTANCE_TERMINATE_ERROR"],
      topicArn: props.topicArn,
    });
    new ScalingPolicies(this, "scaling", { groupName: group.name, scaling });
  }

  private launchTemplate(props: AutoScalingGroupProps): LaunchTemplate {
    const { name } = props;
    const image = new DataAwsSsmParameter(this, "image", { name: AMAZON_LINUX_2023 });
    const { profile } = instanceProfile(this, props.roleName, props.policyArns);
    const script = new TerraformLocal(this, "first-start", firstStart(props.userData));
    const tags = { ...props.tags, Name: name };
    return new LaunchTemplate(this, "template", {
      name,
      // AWS's newest image: a new one is a new version, and so an instance refresh.
      imageId: image.insecureValue,
      updateDefaultVersion: true,
      vpcSecurityGroupIds: [props.securityGroupId],
      ...(props.keyName === undefined ? {} : { keyName: props.keyName }),
      iamInstanceProfile: { arn: profile.arn },
      metadataOptions: METADATA_OPTIONS,
      monitoring: { enabled: true },
      blockDeviceMappings: [
        {
          deviceName: "/dev/xvda",
          ebs: { encrypted: "true", volumeType: "gp3", volumeSize: props.rootVolumeGiB },
        },
      ],
      userData: Fn.base64encode(script.asString),
      tagSpecifications: ["instance", "volume"].map((resourceType) => ({ resourceType, tags })),
    });
  }
}

/** Metrics of the group, which cost nothing. */
const METRICS = [
  "GroupDesiredCapacity",
  "GroupInServiceInstances",
  "GroupMaxSize",
  "GroupMinSize",
  "GroupPendingInstances",
  "GroupTerminatingInstances",
  "GroupTotalInstances",
];

/** Which machines the group may start. */
function machines({ instanceTypes, requirements }: AutoScalingGroupSettings) {
  if (requirements === undefined) return (instanceTypes ?? []).map((instanceType) => ({ instanceType }));
  const { vcpu, memoryGiB } = requirements;
  return [
    {
      instanceRequirements: {
        vcpuCount: vcpu,
        memoryMib: { min: memoryGiB.min * 1024, max: memoryGiB.max * 1024 },
        // Left out by default, and the cheapest for a web server.
        burstablePerformance: "included",
        instanceGenerations: ["current"],
      },
    },
  ];
}

/** What policies and scheduled actions change, so that a plan does not set it back to the settings' value. */
function changedBy({
  targetTracking,
  simple,
  steps,
  predictive,
  scheduled,
}: AutoScalingGroupSettings["scaling"]) {
  const actions = Object.values(scheduled);
  const sets = (what: "min" | "max"): boolean => actions.some((action) => action[what] !== undefined);
  const scales =
    targetTracking !== undefined ||
    simple.length + steps.length + actions.length > 0 ||
    predictive !== undefined;
  return [
    ...(scales ? ["desired_capacity"] : []),
    ...(sets("min") ? ["min_size"] : []),
    ...(sets("max") ? ["max_size"] : []),
  ];
}
