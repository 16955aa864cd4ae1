import { AutoscalingGroup } from "@cdktf/provider-aws/lib/autoscaling-group";
import { EcsCapacityProvider } from "@cdktf/provider-aws/lib/ecs-capacity-provider";
import { IamInstanceProfile } from "@cdktf/provider-aws/lib/iam-instance-profile";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { LaunchTemplate } from "@cdktf/provider-aws/lib/launch-template";
import { trust } from "@strata/core";
import { Fn } from "cdktf";
import { Construct } from "constructs";
import type { ServicesSettings } from "../settings";
import type { Cluster } from "./cluster";

export interface CapacityGroupProps {
  readonly name: string;
  readonly roleName: string;
  readonly providerName: string;
  readonly cluster: Cluster;
  readonly settings: ServicesSettings["capacityGroups"][string];
  readonly subnetIds: string[];
  readonly securityGroupId: string;
}

// The newest ECS-optimized Amazon Linux 2023, kept by AWS in every region. EC2 reads the parameter at each launch, so
// that a new instance has the newest image, and a new image is no change in the next plan.
const IMAGES = {
  X86_64: "resolve:ssm:/aws/service/ecs/optimized-ami/amazon-linux-2023/recommended/image_id",
  ARM64: "resolve:ssm:/aws/service/ecs/optimized-ami/amazon-linux-2023/arm64/recommended/image_id",
};

const POLICIES = {
  cluster: "arn:aws:iam::aws:policy/service-role/AmazonEC2ContainerServiceforEC2Role",
  "session-manager": "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore",
};

/**
 * EC2 instances on which a cluster runs tasks. ECS starts as many as the tasks need, and ends one only when it is empty:
 * it protects those with tasks from scaling in, and drains those that go.
 */
export class CapacityGroup extends Construct {
  /** Name of the capacity provider. */
  readonly provider: string;

  constructor(scope: Construct, id: string, props: CapacityGroupProps) {
    super(scope, id);
    const { name, settings } = props;
    const group = new AutoscalingGroup(this, "group", {
      name,
      vpcZoneIdentifier: props.subnetIds,
      minSize: settings.min,
      maxSize: settings.max,
      mixedInstancesPolicy: {
        instancesDistribution: { onDemandPercentageAboveBaseCapacity: 100 },
        launchTemplate: {
          launchTemplateSpecification: this.template(props),
          override: settings.instanceTypes.map((instanceType) => ({ instanceType })),
        },
      },
      protectFromScaleIn: true,
      // The services, and so all tasks, go before the group does: its instances need no other end than this.
      forceDelete: true,
      // Another launch template reaches the instances that run, a few at a time.
      instanceRefresh: { strategy: "Rolling", preferences: { scaleInProtectedInstances: "Refresh" } },
      tag: [
        { key: "Name", value: name, propagateAtLaunch: true },
        // ECS adds it to a group of a capacity provider.
        { key: "AmazonECSManaged", value: "", propagateAtLaunch: true },
      ],
    });
    const provider = new EcsCapacityProvider(this, "provider", {
      name: props.providerName,
      autoScalingGroupProvider: {
        autoScalingGroupArn: group.arn,
        managedDraining: "ENABLED",
        managedTerminationProtection: "ENABLED",
        managedScaling: { status: "ENABLED", targetCapacity: 100 },
      },
    });
    this.provider = provider.name;
    props.cluster.addCapacity(provider.name);
  }

  private template({ name, roleName, cluster, settings, securityGroupId }: CapacityGroupProps) {
    const role = new IamRole(this, "role", { name: roleName, assumeRolePolicy: trust("ec2.amazonaws.com") });
    const attached = Object.entries(POLICIES).map(
      ([key, policyArn]) => new IamRolePolicyAttachment(this, key, { role: role.name, policyArn }),
    );
    const profile = new IamInstanceProfile(this, "profile", { name: roleName, role: role.name });
    const template = new LaunchTemplate(this, "template", {
      name,
      imageId: IMAGES[settings.architecture],
      vpcSecurityGroupIds: [securityGroupId],
      iamInstanceProfile: { arn: profile.arn },
      // Only requests with a token get credentials: IMDSv2.
      metadataOptions: { httpEndpoint: "enabled", httpTokens: "required", httpPutResponseHopLimit: 1 },
      blockDeviceMappings: [
        {
          deviceName: "/dev/xvda",
          ebs: { encrypted: "true", volumeType: "gp3", volumeSize: settings.rootVolumeGiB },
        },
      ],
      userData: Fn.base64encode(userData(cluster.clusterName)),
      updateDefaultVersion: true,
      dependsOn: attached,
    });
    return { launchTemplateId: template.id, version: Fn.tostring(template.latestVersion) };
  }
}

/** Joins the cluster, and keeps the instance's own credentials from its tasks. */
const userData = (cluster: string): string =>
  [
    "#!/bin/bash",
    `echo ECS_CLUSTER=${cluster} >> /etc/ecs/ecs.config`,
    "echo ECS_AWSVPC_BLOCK_IMDS=true >> /etc/ecs/ecs.config",
    "",
  ].join("\n");
