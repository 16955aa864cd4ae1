/**
 * What Terraform asks of AWS for each type of resource. The foundation makes the layers' rights from it.
 *
 * Actions are those of the Service Authorization Reference
 * (https://docs.aws.amazon.com/service-authorization/latest/reference/), without their prefix. A type that a layer makes
 * and that stands nowhere here is refused (`accessTypeUnknown`): add it to `RESOURCES`, and its service to `SERVICES`.
 */

/** What is had of a service by every layer that has a type of it. */
interface Service {
  /** To describe what is there: settings, and never data such as the value of a secret or an object of a bucket. */
  readonly reads: string;
  /** To tag what was made, and to change its tags. */
  readonly tags?: string;
}

/** Actions separated by blanks, by the prefix of their service or by a key of `NARROWED`. */
type Actions = Readonly<Record<string, string>>;

/** What a type of resource needs. */
export interface TypeRights {
  /** To make it, change it and remove it. The services are read too. */
  readonly makes?: Actions;
  /** Data that a plan has to read, beside what its service describes. */
  readonly values?: Actions;
  /** Services that are read besides. */
  readonly asks?: readonly string[];
  /** The AWS service to which it hands a role of the layer. */
  readonly passes?: string;
  /** The AWS service which makes its service-linked role with the first one. */
  readonly linked?: string;
}

/** Keys which stand for a part of a service, limited in its own way. The part before the `/` is the prefix of the actions. */
export const NARROWED = {
  /** Log deliveries belong to no log group. */
  deliveries: "logs/deliveries",
  /** The secrets in which RDS keeps master passwords. */
  masterSecrets: "secretsmanager/rds",
  /** Passwords that Secrets Manager makes up. */
  randomPassword: "secretsmanager/random",
  /** Parameters that AWS publishes, such as the newest machine image. */
  publicParameters: "ssm/public",
  /** Roles and users, which are made with a boundary only. */
  bounded: "iam/bounded",
  /** The second factors of people: IAM deletes only those which belong to nobody any more. */
  devices: "iam/devices",
  /** Keys that are not there yet. */
  newKeys: "kms/new",
  /** An alias needs the right to itself and to its key. */
  aliases: "kms/alias",
} as const;

const { aliases, bounded, deliveries, devices, masterSecrets, newKeys, publicParameters, randomPassword } =
  NARROWED;

export const SERVICES: Readonly<Record<string, Service>> = {
  acm: {
    reads: "DescribeCertificate ListTagsForCertificate",
    tags: "AddTagsToCertificate RemoveTagsFromCertificate",
  },
  "application-autoscaling": { reads: "Describe* ListTagsForResource", tags: "TagResource UntagResource" },
  autoscaling: { reads: "Describe*", tags: "CreateOrUpdateTags DeleteTags" },
  backup: {
    reads: "DescribeBackupVault GetBackupPlan GetBackupSelection ListRecoveryPointsByBackupVault ListTags",
    tags: "TagResource UntagResource",
  },
  cloudfront: {
    reads: "GetDistribution GetDistributionConfig GetOriginAccessControl ListTagsForResource",
    tags: "TagResource UntagResource",
  },
  cloudwatch: { reads: "DescribeAlarms GetDashboard ListTagsForResource", tags: "TagResource UntagResource" },
  codebuild: { reads: "BatchGetProjects" },
  codeconnections: { reads: "GetConnection ListTagsForResource", tags: "TagResource UntagResource" },
  codedeploy: {
    reads: "GetApplication GetDeploymentConfig GetDeploymentGroup ListTagsForResource",
    tags: "TagResource UntagResource",
  },
  codepipeline: { reads: "GetPipeline ListTagsForResource", tags: "TagResource UntagResource" },
  "codestar-connections": { reads: "GetConnection ListTagsForResource" },
  ec2: { reads: "Describe*", tags: "CreateTags DeleteTags" },
  ecr: {
    reads: "DescribeRepositories GetLifecyclePolicy GetRepositoryPolicy ListTagsForResource",
    tags: "TagResource UntagResource",
  },
  ecs: { reads: "Describe* List*", tags: "TagResource UntagResource" },
  elasticache: { reads: "Describe* ListTagsForResource", tags: "AddTagsToResource RemoveTagsFromResource" },
  elasticloadbalancing: { reads: "Describe*", tags: "AddTags RemoveTags" },
  events: {
    reads: "DescribeRule ListTagsForResource ListTargetsByRule",
    tags: "TagResource UntagResource",
  },
  iam: {
    reads:
      "GetGroup GetInstanceProfile GetPolicy GetPolicyVersion GetRole GetRolePolicy GetUser ListAccessKeys " +
      "ListAttached* ListGroupsForUser ListInstanceProfile* ListPolicyTags ListPolicyVersions ListRolePolicies " +
      "ListRoleTags ListUserTags",
  },
  kms: {
    reads: "DescribeKey GetKeyPolicy GetKeyRotationStatus ListAliases ListResourceTags",
    tags: "TagResource UntagResource",
  },
  logs: {
    reads: "Describe* GetDelivery* ListTagsForResource ListTagsLogGroup",
    tags: "TagLogGroup TagResource UntagLogGroup UntagResource",
  },
  rds: { reads: "Describe* ListTagsForResource", tags: "AddTagsToResource RemoveTagsFromResource" },
  route53: { reads: "GetChange GetHostedZone List*", tags: "ChangeTagsForResource" },
  s3: {
    reads:
      "GetAccelerateConfiguration GetBucket* GetEncryptionConfiguration GetLifecycleConfiguration " +
      "GetReplicationConfiguration ListBucket ListBucketVersions",
    tags: "PutBucketTagging",
  },
  secretsmanager: {
    reads: "DescribeSecret GetResourcePolicy ListSecretVersionIds",
    tags: "TagResource UntagResource",
  },
  servicediscovery: {
    reads: "GetNamespace GetOperation ListTagsForResource",
    tags: "TagResource UntagResource",
  },
  sns: {
    reads: "GetSubscriptionAttributes GetTopicAttributes ListTagsForResource",
    tags: "TagResource UntagResource",
  },
  ssm: {
    reads: "DescribeParameters ListTagsForResource",
    tags: "AddTagsToResource RemoveTagsFromResource",
  },
  states: {
    reads: "DescribeStateMachine ListStateMachineVersions ListTagsForResource ValidateStateMachineDefinition",
    tags: "TagResource UntagResource",
  },
  wafv2: {
    reads: "GetLoggingConfiguration GetWebACL GetWebACLForResource ListTagsForResource",
    tags: "TagResource UntagResource",
  },
};

/** What makes use of a key: the services do it in the name of who encrypts with it. */
const USE_OF_KEY =
  "CreateGrant Decrypt Encrypt GenerateDataKey GenerateDataKeyWithoutPlaintext ReEncryptFrom ReEncryptTo RetireGrant";

const ALIAS = "CreateAlias DeleteAlias UpdateAlias";

const SECURITY_GROUP_RULES =
  "AuthorizeSecurityGroupEgress AuthorizeSecurityGroupIngress ModifySecurityGroupRules RevokeSecurityGroupEgress " +
  "RevokeSecurityGroupIngress";

const LOG_DELIVERY =
  "CreateLogDelivery DeleteLogDelivery GetLogDelivery ListLogDeliveries PutResourcePolicy UpdateLogDelivery";

const DB_INSTANCE =
  "AddRoleToDBInstance CreateDBInstance CreateDBInstanceReadReplica CreateDBSnapshot DeleteDBInstance ModifyDBInstance " +
  "PromoteReadReplica RebootDBInstance RemoveRoleFromDBInstance";

/** How RDS keeps a master password in the name of who asks for it ("Password management" in the Amazon RDS User Guide). */
const MASTER_SECRET = { [masterSecrets]: "CreateSecret RotateSecret TagResource" };

/** The types of resources that layers make. */
export const RESOURCES: Readonly<Record<string, TypeRights>> = {
  aws_acm_certificate: { makes: { acm: "DeleteCertificate RequestCertificate UpdateCertificateOptions" } },
  aws_acm_certificate_validation: { asks: ["acm"] },

  aws_appautoscaling_policy: {
    makes: {
      "application-autoscaling": "DeleteScalingPolicy PutScalingPolicy",
      cloudwatch: "DeleteAlarms PutMetricAlarm",
    },
  },
  aws_appautoscaling_scheduled_action: {
    makes: { "application-autoscaling": "DeleteScheduledAction PutScheduledAction" },
  },
  aws_appautoscaling_target: {
    makes: { "application-autoscaling": "DeregisterScalableTarget RegisterScalableTarget" },
    asks: ["ecs"],
    linked: "ecs.application-autoscaling.amazonaws.com",
  },

  aws_autoscaling_group: {
    makes: {
      autoscaling:
        "AttachLoadBalancerTargetGroups AttachTrafficSources CancelInstanceRefresh CreateAutoScalingGroup " +
        "DeleteAutoScalingGroup DeleteLifecycleHook DeleteWarmPool DetachLoadBalancerTargetGroups DetachTrafficSources " +
        "DisableMetricsCollection EnableMetricsCollection PutLifecycleHook PutWarmPool ResumeProcesses " +
        "SetInstanceProtection StartInstanceRefresh SuspendProcesses UpdateAutoScalingGroup",
      // Auto Scaling tries the launch template in the name of who names it.
      ec2: "RunInstances",
    },
    asks: ["elasticloadbalancing"],
    linked: "autoscaling.amazonaws.com",
  },
  aws_autoscaling_notification: {
    makes: { autoscaling: "DeleteNotificationConfiguration PutNotificationConfiguration" },
  },
  aws_autoscaling_policy: { makes: { autoscaling: "DeletePolicy PutScalingPolicy" } },
  aws_autoscaling_schedule: {
    makes: { autoscaling: "DeleteScheduledAction PutScheduledUpdateGroupAction" },
  },

  aws_backup_plan: { makes: { backup: "CreateBackupPlan DeleteBackupPlan UpdateBackupPlan" } },
  aws_backup_selection: {
    makes: { backup: "CreateBackupSelection DeleteBackupSelection" },
    passes: "backup.amazonaws.com",
  },
  aws_backup_vault: {
    makes: {
      backup: "CreateBackupVault DeleteBackupVault DeleteRecoveryPoint",
      "backup-storage": "MountCapsule",
    },
  },

  aws_cloudfront_distribution: {
    makes: {
      cloudfront: "CreateDistribution CreateDistributionWithTags DeleteDistribution UpdateDistribution",
    },
    asks: ["acm"],
  },
  aws_cloudfront_origin_access_control: {
    makes: { cloudfront: "CreateOriginAccessControl DeleteOriginAccessControl UpdateOriginAccessControl" },
  },

  aws_cloudwatch_dashboard: { makes: { cloudwatch: "DeleteDashboards PutDashboard" } },
  aws_cloudwatch_event_rule: { makes: { events: "DeleteRule DisableRule EnableRule PutRule" } },
  aws_cloudwatch_event_target: {
    makes: { events: "PutTargets RemoveTargets" },
    passes: "events.amazonaws.com",
  },
  aws_cloudwatch_log_delivery: {
    makes: { [deliveries]: "CreateDelivery DeleteDelivery UpdateDeliveryConfiguration" },
  },
  aws_cloudwatch_log_delivery_destination: {
    makes: { [deliveries]: "DeleteDeliveryDestination PutDeliveryDestination TagResource UntagResource" },
  },
  aws_cloudwatch_log_delivery_source: {
    makes: {
      [deliveries]: "DeleteDeliverySource PutDeliverySource TagResource UntagResource",
      cloudfront: "AllowVendedLogDeliveryForResource",
    },
  },
  aws_cloudwatch_log_group: {
    makes: {
      logs: "AssociateKmsKey CreateLogGroup DeleteLogGroup DeleteRetentionPolicy DisassociateKmsKey PutRetentionPolicy",
    },
  },
  aws_cloudwatch_metric_alarm: {
    makes: { cloudwatch: "DeleteAlarms DisableAlarmActions EnableAlarmActions PutMetricAlarm" },
    // An alarm which recovers a machine.
    linked: "events.amazonaws.com",
  },

  aws_codebuild_project: {
    makes: { codebuild: "CreateProject DeleteProject UpdateProject UpdateProjectVisibility" },
    passes: "codebuild.amazonaws.com",
  },
  aws_codeconnections_connection: { makes: { codeconnections: "CreateConnection DeleteConnection" } },
  aws_codedeploy_app: { makes: { codedeploy: "CreateApplication DeleteApplication UpdateApplication" } },
  aws_codedeploy_deployment_config: {
    makes: { codedeploy: "CreateDeploymentConfig DeleteDeploymentConfig" },
  },
  aws_codedeploy_deployment_group: {
    makes: { codedeploy: "CreateDeploymentGroup DeleteDeploymentGroup UpdateDeploymentGroup" },
    passes: "codedeploy.amazonaws.com",
  },
  aws_codepipeline: {
    makes: {
      codepipeline: "CreatePipeline DeletePipeline UpdatePipeline",
      codeconnections: "PassConnection",
      "codestar-connections": "PassConnection",
    },
    passes: "codepipeline.amazonaws.com",
  },

  aws_db_instance: {
    makes: { rds: DB_INSTANCE, ...MASTER_SECRET },
    asks: ["ec2", "kms"],
    passes: "monitoring.rds.amazonaws.com",
    linked: "rds.amazonaws.com",
  },
  aws_db_parameter_group: {
    makes: {
      rds: "CreateDBParameterGroup DeleteDBParameterGroup ModifyDBParameterGroup ResetDBParameterGroup",
    },
  },
  aws_db_subnet_group: {
    makes: { rds: "CreateDBSubnetGroup DeleteDBSubnetGroup ModifyDBSubnetGroup" },
    asks: ["ec2"],
  },
  aws_rds_cluster: {
    makes: {
      rds:
        "AddRoleToDBCluster CreateDBCluster CreateDBClusterSnapshot CreateDBInstance DeleteDBCluster " +
        "DisableHttpEndpoint EnableHttpEndpoint ModifyDBCluster RemoveRoleFromDBCluster",
      ...MASTER_SECRET,
    },
    asks: ["ec2", "kms"],
    linked: "rds.amazonaws.com",
  },
  aws_rds_cluster_instance: {
    makes: { rds: DB_INSTANCE },
    asks: ["ec2", "kms"],
    passes: "monitoring.rds.amazonaws.com",
  },
  aws_rds_cluster_parameter_group: {
    makes: {
      rds:
        "CreateDBClusterParameterGroup DeleteDBClusterParameterGroup ModifyDBClusterParameterGroup " +
        "ResetDBClusterParameterGroup",
    },
  },

  aws_default_security_group: { makes: { ec2: SECURITY_GROUP_RULES } },
  aws_ebs_volume: { makes: { ec2: "CreateVolume DeleteVolume ModifyVolume" } },
  aws_eip: { makes: { ec2: "AllocateAddress AssociateAddress DisassociateAddress ReleaseAddress" } },
  aws_flow_log: {
    makes: { ec2: "CreateFlowLogs DeleteFlowLogs", [deliveries]: LOG_DELIVERY },
    passes: "vpc-flow-logs.amazonaws.com",
  },
  aws_instance: {
    makes: {
      ec2:
        "AssociateIamInstanceProfile DisassociateIamInstanceProfile ModifyInstanceAttribute " +
        "ModifyInstanceCreditSpecification ModifyInstanceMaintenanceOptions ModifyInstanceMetadataOptions " +
        "ModifyNetworkInterfaceAttribute ModifyPrivateDnsNameOptions ModifyVolume MonitorInstances " +
        "ReplaceIamInstanceProfileAssociation RunInstances StartInstances StopInstances TerminateInstances " +
        "UnmonitorInstances",
    },
    passes: "ec2.amazonaws.com",
  },
  aws_internet_gateway: {
    makes: {
      ec2: "AttachInternetGateway CreateInternetGateway DeleteInternetGateway DetachInternetGateway",
    },
  },
  aws_key_pair: { makes: { ec2: "DeleteKeyPair ImportKeyPair" } },
  aws_launch_template: {
    makes: {
      ec2:
        "CreateLaunchTemplate CreateLaunchTemplateVersion DeleteLaunchTemplate DeleteLaunchTemplateVersions " +
        "ModifyLaunchTemplate",
    },
    // A machine image by the name of its parameter.
    values: { [publicParameters]: "GetParameters" },
    passes: "ec2.amazonaws.com",
  },
  aws_nat_gateway: {
    makes: {
      ec2: "AssociateNatGatewayAddress CreateNatGateway DeleteNatGateway DisassociateNatGatewayAddress",
    },
  },
  aws_route: { makes: { ec2: "CreateRoute DeleteRoute ReplaceRoute" } },
  aws_route_table: {
    makes: { ec2: "CreateRoute CreateRouteTable DeleteRoute DeleteRouteTable ReplaceRoute" },
  },
  aws_route_table_association: {
    makes: { ec2: "AssociateRouteTable DisassociateRouteTable ReplaceRouteTableAssociation" },
  },
  aws_security_group: {
    makes: { ec2: `CreateSecurityGroup DeleteSecurityGroup ${SECURITY_GROUP_RULES}` },
  },
  aws_subnet: {
    makes: {
      ec2: "AssociateSubnetCidrBlock CreateSubnet DeleteSubnet DisassociateSubnetCidrBlock ModifySubnetAttribute",
    },
  },
  aws_volume_attachment: { makes: { ec2: "AttachVolume DetachVolume StopInstances" } },
  aws_vpc: {
    makes: {
      ec2: "AssociateVpcCidrBlock CreateVpc DeleteVpc DisassociateVpcCidrBlock ModifyVpcAttribute ModifyVpcTenancy",
    },
  },
  aws_vpc_endpoint: {
    makes: {
      ec2: "CreateVpcEndpoint DeleteVpcEndpoints ModifyVpcEndpoint",
      // For the names of the service within the VPC.
      route53: "AssociateVPCWithHostedZone",
    },
  },
  aws_vpc_ipv4_cidr_block_association: { makes: { ec2: "AssociateVpcCidrBlock DisassociateVpcCidrBlock" } },
  aws_vpc_peering_connection: {
    makes: {
      ec2:
        "AcceptVpcPeeringConnection CreateVpcPeeringConnection DeleteVpcPeeringConnection " +
        "ModifyVpcPeeringConnectionOptions",
    },
  },
  aws_vpc_security_group_egress_rule: { makes: { ec2: SECURITY_GROUP_RULES } },
  aws_vpc_security_group_ingress_rule: { makes: { ec2: SECURITY_GROUP_RULES } },

  aws_ecr_lifecycle_policy: { makes: { ecr: "DeleteLifecyclePolicy PutLifecyclePolicy" } },
  aws_ecr_repository: {
    makes: {
      ecr: "CreateRepository DeleteRepository PutImageScanningConfiguration PutImageTagMutability",
    },
  },
  aws_ecr_repository_policy: { makes: { ecr: "DeleteRepositoryPolicy SetRepositoryPolicy" } },

  aws_ecs_capacity_provider: {
    makes: {
      ecs: "CreateCapacityProvider DeleteCapacityProvider UpdateCapacityProvider",
      // ECS marks the group of a capacity provider.
      autoscaling: "CreateOrUpdateTags",
    },
  },
  aws_ecs_cluster: {
    makes: { ecs: "CreateCluster DeleteCluster UpdateCluster UpdateClusterSettings" },
    linked: "ecs.amazonaws.com",
  },
  aws_ecs_cluster_capacity_providers: { makes: { ecs: "PutClusterCapacityProviders" } },
  aws_ecs_service: {
    makes: { ecs: "CreateService DeleteService UpdateService" },
    asks: ["elasticloadbalancing"],
  },
  aws_ecs_task_definition: {
    makes: { ecs: "DeleteTaskDefinitions DeregisterTaskDefinition RegisterTaskDefinition" },
    passes: "ecs-tasks.amazonaws.com",
  },

  aws_elasticache_parameter_group: {
    makes: {
      elasticache:
        "CreateCacheParameterGroup DeleteCacheParameterGroup ModifyCacheParameterGroup ResetCacheParameterGroup",
    },
  },
  aws_elasticache_replication_group: {
    makes: {
      elasticache:
        "CreateReplicationGroup CreateSnapshot DecreaseReplicaCount DeleteReplicationGroup IncreaseReplicaCount " +
        "ModifyCacheCluster ModifyReplicationGroup ModifyReplicationGroupShardConfiguration",
    },
    asks: ["ec2", "kms"],
    linked: "elasticache.amazonaws.com",
  },
  aws_elasticache_subnet_group: {
    makes: { elasticache: "CreateCacheSubnetGroup DeleteCacheSubnetGroup ModifyCacheSubnetGroup" },
    asks: ["ec2"],
  },

  aws_iam_group: { makes: { iam: "CreateGroup DeleteGroup UpdateGroup" } },
  aws_iam_group_policy_attachment: { makes: { iam: "AttachGroupPolicy DetachGroupPolicy" } },
  aws_iam_instance_profile: {
    makes: {
      iam:
        "AddRoleToInstanceProfile CreateInstanceProfile DeleteInstanceProfile RemoveRoleFromInstanceProfile " +
        "TagInstanceProfile UntagInstanceProfile",
    },
    passes: "ec2.amazonaws.com",
  },
  aws_iam_policy: {
    makes: {
      iam: "CreatePolicy CreatePolicyVersion DeletePolicy DeletePolicyVersion SetDefaultPolicyVersion TagPolicy UntagPolicy",
    },
  },
  aws_iam_role: {
    makes: {
      [bounded]: "CreateRole PutRolePermissionsBoundary",
      iam:
        "DeleteRole RemoveRoleFromInstanceProfile TagRole UntagRole UpdateAssumeRolePolicy UpdateRole " +
        "UpdateRoleDescription",
    },
  },
  aws_iam_role_policy: { makes: { [bounded]: "DeleteRolePolicy PutRolePolicy" } },
  aws_iam_role_policy_attachment: { makes: { [bounded]: "AttachRolePolicy DetachRolePolicy" } },
  aws_iam_user: {
    makes: {
      [bounded]: "CreateUser PutUserPermissionsBoundary",
      // With the user goes what people made for it by hand.
      iam:
        "DeactivateMFADevice DeleteAccessKey DeleteLoginProfile DeleteSSHPublicKey DeleteServiceSpecificCredential " +
        "DeleteSigningCertificate DeleteUser ListMFADevices ListSSHPublicKeys ListServiceSpecificCredentials " +
        "ListSigningCertificates TagUser UntagUser UpdateUser",
      [devices]: "DeleteVirtualMFADevice ListVirtualMFADevices",
    },
  },
  aws_iam_user_group_membership: { makes: { iam: "AddUserToGroup RemoveUserFromGroup" } },

  aws_kms_alias: { makes: { kms: ALIAS, [aliases]: ALIAS } },
  aws_kms_key: {
    makes: {
      [newKeys]: "CreateKey TagResource",
      kms:
        "DisableKey DisableKeyRotation EnableKey EnableKeyRotation PutKeyPolicy ScheduleKeyDeletion " +
        `UpdateKeyDescription ${USE_OF_KEY}`,
    },
  },

  aws_lb: {
    makes: {
      elasticloadbalancing:
        "CreateLoadBalancer DeleteLoadBalancer ModifyLoadBalancerAttributes SetIpAddressType SetSecurityGroups SetSubnets",
    },
    asks: ["ec2"],
    linked: "elasticloadbalancing.amazonaws.com",
  },
  aws_lb_listener: {
    makes: {
      elasticloadbalancing:
        "AddListenerCertificates CreateListener DeleteListener ModifyListener ModifyListenerAttributes " +
        "RemoveListenerCertificates",
    },
  },
  aws_lb_listener_rule: {
    makes: { elasticloadbalancing: "CreateRule DeleteRule ModifyRule SetRulePriorities" },
  },
  aws_lb_target_group: {
    makes: {
      elasticloadbalancing:
        "CreateTargetGroup DeleteTargetGroup ModifyTargetGroup ModifyTargetGroupAttributes",
    },
  },
  aws_lb_target_group_attachment: { makes: { elasticloadbalancing: "DeregisterTargets RegisterTargets" } },

  aws_route53_record: { makes: { route53: "ChangeResourceRecordSets" } },
  aws_route53_zone: {
    makes: {
      route53:
        "AssociateVPCWithHostedZone ChangeResourceRecordSets CreateHostedZone DeleteHostedZone " +
        "DisassociateVPCFromHostedZone UpdateHostedZoneComment",
    },
    asks: ["ec2"],
  },

  aws_s3_bucket: {
    // A bucket that may go with its objects is emptied first, version by version.
    makes: { s3: "CreateBucket DeleteBucket DeleteObjectVersion" },
  },
  aws_s3_bucket_lifecycle_configuration: { makes: { s3: "PutLifecycleConfiguration" } },
  aws_s3_bucket_ownership_controls: { makes: { s3: "PutBucketOwnershipControls" } },
  aws_s3_bucket_policy: { makes: { s3: "DeleteBucketPolicy PutBucketPolicy" } },
  aws_s3_bucket_public_access_block: { makes: { s3: "PutBucketPublicAccessBlock" } },
  aws_s3_bucket_server_side_encryption_configuration: { makes: { s3: "PutEncryptionConfiguration" } },
  aws_s3_bucket_versioning: { makes: { s3: "PutBucketVersioning" } },

  aws_secretsmanager_secret: {
    makes: {
      secretsmanager:
        "CreateSecret DeleteResourcePolicy DeleteSecret PutResourcePolicy RestoreSecret UpdateSecret",
    },
  },
  aws_secretsmanager_secret_version: {
    makes: { secretsmanager: "PutSecretValue UpdateSecretVersionStage" },
    // Terraform refreshes a version by reading it.
    values: { secretsmanager: "GetSecretValue" },
  },

  aws_service_discovery_http_namespace: {
    makes: { servicediscovery: "CreateHttpNamespace DeleteNamespace UpdateHttpNamespace" },
  },
  aws_sfn_state_machine: {
    makes: { states: "CreateStateMachine DeleteStateMachine UpdateStateMachine" },
    passes: "states.amazonaws.com",
  },
  aws_sns_topic: { makes: { sns: "CreateTopic DeleteTopic SetTopicAttributes" } },
  aws_sns_topic_policy: { makes: { sns: "SetTopicAttributes" } },
  aws_sns_topic_subscription: { makes: { sns: "SetSubscriptionAttributes Subscribe Unsubscribe" } },
  aws_ssm_parameter: {
    makes: { ssm: "DeleteParameter PutParameter" },
    values: { ssm: "GetParameter GetParameters" },
  },

  aws_wafv2_web_acl: { makes: { wafv2: "CreateWebACL DeleteWebACL UpdateWebACL" } },
  aws_wafv2_web_acl_association: {
    makes: { wafv2: "AssociateWebACL DisassociateWebACL", elasticloadbalancing: "SetWebACL" },
  },
  aws_wafv2_web_acl_logging_configuration: {
    makes: { wafv2: "DeleteLoggingConfiguration PutLoggingConfiguration", [deliveries]: LOG_DELIVERY },
    linked: "wafv2.amazonaws.com",
  },

  docker_registry_image: {
    makes: { ecr: "CompleteLayerUpload InitiateLayerUpload PutImage UploadLayerPart" },
    values: { ecr: "BatchCheckLayerAvailability BatchGetImage GetDownloadUrlForLayer" },
  },
};

/** The types that layers only look up: data sources, and values which live as long as a plan. */
export const LOOKUPS: Readonly<Record<string, TypeRights>> = {
  aws_ecr_authorization_token: { values: { ecr: "GetAuthorizationToken" } },
  aws_internet_gateway: { asks: ["ec2"] },
  aws_route53_zone: { asks: ["route53"] },
  aws_secretsmanager_random_password: { values: { [randomPassword]: "GetRandomPassword" } },
  aws_secretsmanager_secret_version: { values: { secretsmanager: "GetSecretValue" } },
  aws_ssm_parameter: { values: { [publicParameters]: "GetParameter GetParameters" } },
  aws_subnet: { asks: ["ec2"] },
  aws_vpc: { asks: ["ec2"] },
};
